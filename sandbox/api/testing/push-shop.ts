import { expect } from 'vitest';
import { createLoopbackClient } from '../../loopback-client';
import { startSandbox } from '../../start-sandbox';
import { backupStore, demoStore } from '../../stores/demo-store';
import type { SandboxProduct } from '../../stores/store';

export const importPath = '/v2/product/pictures/import';
export const midnight = '2026-11-21T00:00:00.000Z';

type Item = { status: string; errors: { code: string }[]; product_id: number };
type SetBody = { images?: string[]; primary_image?: string; color_image?: string };

export type PushShop = Awaited<ReturnType<typeof openPushShop>>;

/** A sandbox whose clock the test holds, and a seller who pushes to the demo store; every test has its own product. */
export async function openPushShop() {
  const demo = demoStore();
  let clock = Date.parse('2026-11-20T12:00:00Z');
  let turn = 0;
  const imports = { downloadTimeoutMs: 3000 };
  const stores = [demo, backupStore()];
  const sandbox = await startSandbox({ stores, bucket: 'disk', now: () => clock, imports });
  const client = createLoopbackClient(sandbox.ports);

  const call = async (path: string, body: unknown, { clientId, apiKey } = demo) => {
    const headers = { 'content-type': 'application/json', 'client-id': clientId, 'api-key': apiKey };
    const text = JSON.stringify(body);
    const answer = await client.send(`https://api-seller.ozon.ru${path}`, { method: 'POST', headers, body: text });
    return { ...answer, json: JSON.parse(answer.body.toString()) };
  };

  const shop = {
    ...{ sandbox, client, call, demo },
    get clock() {
      return clock;
    },
    /** Product of the running test; `other` is one that no test has. */
    get product(): SandboxProduct {
      const found = demo.products[turn % 25];
      if (!found) throw new Error('the demo store has too few products');
      return found;
    },
    other: demo.products[26],
    /** The next test begins. */
    nextTest(): void {
      turn += 1;
      clock += 1000;
      sandbox.imports.clear();
      sandbox.api.faults.clear();
      sandbox.quota.set(demo.clientId, { limit: 5000, usage: 0 });
    },
    pass(ms: number): void {
      clock += ms;
    },
    card: () => sandbox.card(shop.product.productId),
    picture: (name: string) => sandbox.pictures.url(name, 'closed'),
    /** Items of a task as Ozon tells them. */
    itemsOf: async (task_id: number): Promise<Item[]> =>
      (await call('/v1/product/import/info', { task_id })).json.result.items,
    /** Lets time pass until nothing in the task is pending. */
    async settled(taskId: number): Promise<Item[]> {
      let items: Item[] = [];
      const look = async () => {
        clock += 1000;
        items = await shop.itemsOf(taskId);
        return items.every(({ status }) => status !== 'pending');
      };
      await expect.poll(look, { timeout: 8000 }).toBe(true);
      return items;
    },
    /** Pushes a set to this test's product and gives how it ended. */
    async push(set: SetBody) {
      const answer = await call(importPath, { items: [{ offer_id: shop.product.offerId, ...set }] });
      const [item] = await shop.settled(answer.json.task_id);
      return { status: item?.status, codes: item?.errors.map(({ code }) => code) };
    },
    /** This test's product in an answer of a method that takes product ids. */
    async read(path: '/v2/product/pictures/info' | '/v3/product/info/list') {
      return (await call(path, { product_id: [String(shop.product.productId)] })).json.items[0];
    },
  };
  return shop;
}
