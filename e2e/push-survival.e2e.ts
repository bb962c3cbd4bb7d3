import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { storeId } from '../lib/core/ids';
import type { Push } from '../lib/core/push';
import type { SandboxProduct } from '../sandbox/stores/store';
import { configure } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { jobEnd, rows, send } from './harness/worker-calls';

let stage: Stage;
let page: Page;
let product: SandboxProduct;
let used = 0;

beforeAll(async () => {
  // Slow enough for each state to be met.
  stage = await openStage({ delayMs: { api: 250 }, imports: { pendingMs: 2500 } });
  page = await configure(stage.browser, stage);
});
afterAll(() => stage.close());

beforeEach(() => {
  stage.sandbox.api.faults.clear();
  // Another product for each test, with another picture: what one pushed is not the next one's business.
  const next = stage.sandbox.stores[0]?.products.filter(({ images }) => images.length > 2)[used++];
  if (!next) throw new Error('the sandbox has no product left');
  product = next;
});

const ofProduct = ({ productId }: { productId: number | string }) => String(productId) === String(product.productId);
const importCalls = () => stage.sandbox.imports.tasks.filter(({ items }) => items.some(ofProduct)).length;
const fresh = () => stage.sandbox.pictures.url(`photo-${used}.jpg`);
const pushNow = async () => (await rows<Push>(page, 'pushes')).find(ofProduct);

const setOf = ({ pictures, colour }: { pictures: string[]; colour: string | null }) => ({ pictures, colour });

/** Starts a push that turns the card's pictures around and puts a new one in front. */
async function startPush() {
  const [store] = await rows<{ id: string }>(page, 'stores');
  if (!store) throw new Error('no store was saved');
  const shopId = storeId.parse(store.id);
  const ids = [String(product.productId)];
  const [target] = (await send(page, 'push.read', { storeId: shopId, field: 'product_id', ids })).products;
  if (!target) throw new Error('the product is not there');
  const next = { ...target.current, pictures: [fresh(), ...target.current.pictures.toReversed()] };
  const { id } = await send(page, 'push.start', {
    storeId: shopId,
    items: [{ ...target, next }],
    allowMore: false,
  });
  const { productId } = product;
  return { id, target, next, card: () => stage.sandbox.card(productId) };
}

/** The card holds the whole new set: the new picture under an address of Ozon's own, the others as they were. */
function expectNewSet({ target, card }: Awaited<ReturnType<typeof startPush>>) {
  const { pictures } = card();
  expect(pictures.slice(1)).toEqual(target.current.pictures.toReversed());
  expect(pictures[0]).toMatch(/\/s3\/multimedia-/);
  expect(target.current.pictures).not.toContain(pictures[0]);
}

/** States that last long enough to be met; the one between them, `ready`, is killed at every write by a unit test. */
test.each<[string, (push: Push) => boolean]>([
  ['planned', ({ state }) => state === 'planned'],
  ['sending', ({ state }) => state === 'sending'],
  ['waiting', ({ state }) => state === 'waiting'],
  ['confirming', ({ state }) => state === 'confirming'],
])('a worker stopped while a push is %s leaves one import and the whole new set', async (_, isThere) => {
  stage.sandbox.pictures.faults.add({ match: fresh(), kind: 'slow', ms: 1000, times: 1 });
  const push = await startPush();
  await expect
    .poll(async () => (await rows<Push>(page, 'pushes')).filter(ofProduct).some(isThere), { interval: 10 })
    .toBe(true);
  await stage.browser.stopWorkers(page);
  await send(page, 'jobs.wake', null);
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'completed', processed: 1 });
  expect(importCalls()).toBe(1);
  expectNewSet(push);
  expect(await pushNow()).toMatchObject({ state: 'done', before: push.target.current });
});

test('a lost reply to an import Ozon took is read back: one import in all', async () => {
  stage.sandbox.api.faults.add({ match: '/v2/product/pictures/import', kind: 'lost', times: 1 });
  const push = await startPush();
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'completed' });
  expect(importCalls()).toBe(1);
  expectNewSet(push);
});

test('undo puts back exactly the set the card had', async () => {
  const push = await startPush();
  await jobEnd(page, push.id);
  const { id } = await send(page, 'push.undo', { id: push.id, seq: 0, expected: setOf(push.card()) });
  expect(await jobEnd(page, id)).toMatchObject({ status: 'completed' });
  expect(setOf(push.card())).toEqual(push.target.current);
  expect(importCalls()).toBe(2);
});

test('a quota that is used up fails the push with nothing sent', async () => {
  const clientId = stage.sandbox.stores[0]?.clientId ?? '';
  const before = stage.sandbox.quota.read(clientId);
  stage.sandbox.quota.set(clientId, { limit: 1, usage: 1, resetAt: Date.now() + 5 * 3_600_000 });
  const push = await startPush();
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'failed' });
  expect(await pushNow()).toMatchObject({ state: 'failed', error: { code: 'push.quota_used' } });
  expect(push.card()).toMatchObject(push.target.current);
  stage.sandbox.quota.set(clientId, before);
});

test('a picture Ozon could not load is told at that picture', async () => {
  stage.sandbox.imports.next({ outcome: 'partly', pictures: [0] });
  const push = await startPush();
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'failed' });
  const row = await pushNow();
  expect(row).toMatchObject({ state: 'failed', error: { code: 'push.partly' } });
  expect(row?.problems).toContainEqual(
    expect.objectContaining({
      index: 0,
      url: push.next.pictures[0],
      reason: expect.objectContaining({ code: 'picture.not_loaded' }),
    }),
  );
});

test('a card somebody else changed meanwhile is left alone', async () => {
  stage.sandbox.api.faults.add({ match: '/v3/product/info/list', kind: 'slow', ms: 1500, times: 2 });
  const push = await startPush();
  stage.sandbox.cards.change(product.productId, (card) => ({ ...card, pictures: card.pictures.toReversed() }));
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'failed' });
  expect(await pushNow()).toMatchObject({ error: { code: 'push.changed_meanwhile' } });
  expect(importCalls()).toBe(0);
});

// The last one: it leaves its push waiting.
test('a task that never settles keeps its state over a restart of the browser, and the old set stays known', async () => {
  stage.sandbox.imports.next({ outcome: 'never', offerId: product.offerId });
  const push = await startPush();
  await expect.poll(async () => (await pushNow())?.state).toBe('waiting');
  await stage.browser.close();
  await stage.relaunch();
  page = await stage.browser.open('jobs.html');
  const asked = () => stage.sandbox.api.requests.filter(({ path }) => path === '/v1/product/import/info').length;
  const before = asked();
  await expect.poll(asked).toBeGreaterThan(before);
  expect(await pushNow()).toMatchObject({ state: 'waiting', before: push.target.current });
  expect(importCalls()).toBe(1);
  await expect(send(page, 'jobs.delete', { id: push.id })).rejects.toThrow('push.busy');
});
