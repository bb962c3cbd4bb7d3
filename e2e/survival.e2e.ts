import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { concurrencyCeiling } from '../lib/queue/adaptive-limit';
import type { SandboxStore } from '../sandbox/stores/store';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { expectedIn, storedIn } from './harness/objects';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { send, tasksIn } from './harness/worker-calls';

const pictures = 200;
const products = 40;
/** Products for three tests. */
const store = uniformStore({ products: 3 * products, imagesPerProduct: pictures / products, bytes: 60_000 });
let stage: Stage;
let own: SandboxStore;
let used = 0;

beforeAll(async () => {
  stage = await openStage({ stores: [store], delayMs: { cdn: 300, storage: 300 } });
  await configure(stage.browser, stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  // Other products for each test: what one has stored is not sent again.
  own = { ...store, products: store.products.slice(used, used + products) };
  used += products;
  await stage.sandbox.storage.clear();
});

async function begin(): Promise<{ page: Page; id: string }> {
  const popup = await stage.browser.open('popup.html');
  const id = await startDownload(popup, { articles: own.products.map(({ offerId }) => offerId) });
  return { page: popup, id };
}

const puts = () =>
  stage.sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/')).length;
const waitForPuts = (count: number) => expect.poll(puts, { interval: 20 }).toBeGreaterThan(count);

/** Every object once, no task left behind, and not more PUTs than kills can explain. */
async function expectWhole(page: Page, id: string, kills: number) {
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({
    status: 'completed',
    images: pictures,
    success: pictures,
    failed: 0,
  });
  expect(await storedIn(stage)).toEqual(await expectedIn(stage, own));
  const states = (await tasksIn(jobs)).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['done']));
  expect(puts()).toBeLessThanOrEqual(pictures + kills * concurrencyCeiling);
  await page.close().catch(() => undefined);
  await jobs.close();
}

test('survives the worker being stopped every 2 s', async () => {
  const { page, id } = await begin();
  let kills = 0;
  while (puts() < pictures - 20) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await stage.browser.stopWorkers(page);
    kills += 1;
    await send(page, 'jobs.wake', null);
  }
  expect(kills).toBeGreaterThan(1);
  await expectWhole(page, id, kills);
});

test('survives kill -9 of the browser', async () => {
  const { page, id } = await begin();
  await waitForPuts(40);
  await stage.browser.kill();
  const atKill = puts();
  expect(atKill).toBeLessThan(pictures);
  await stage.relaunch();
  // Nobody asks: the new browser has to take the work up by itself.
  await waitForPuts(atKill + 50);
  await expectWhole(page, id, 1);
});

test('waits for a companion that is down for 10 s', async () => {
  const { page, id } = await begin();
  await waitForPuts(40);
  await stage.companion.stop();
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const before = puts();
  expect(before).toBeLessThan(pictures);
  await stage.companion.start();
  await expectWhole(page, id, 0);
});
