import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeId } from '../lib/core/ids';
import type { Push } from '../lib/core/push';
import { configure } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { jobEnd, rows, send } from './harness/worker-calls';

let stage: Stage;
let page: Page;

beforeEach(async () => {
  // Slow enough for each state to be met.
  stage = await openStage({ delayMs: { api: 250 }, imports: { pendingMs: 2500 } });
  page = await configure(stage.browser, stage);
});
afterEach(() => stage.close());

const importCalls = () => stage.sandbox.imports.tasks.length;
const pushNow = async () => (await rows<Push>(page, 'pushes')).at(-1);

const setOf = ({ pictures, colour }: { pictures: string[]; colour: string | null }) => ({ pictures, colour });

/** Starts a push that turns the card's pictures around and puts a new one in front. */
async function startPush() {
  const [shop] = stage.sandbox.stores;
  const product = shop?.products.find(({ images }) => images.length > 2);
  const [store] = await rows<{ id: string }>(page, 'stores');
  if (!product || !store) throw new Error('the sandbox has no product with pictures');
  const shopId = storeId.parse(store.id);
  const ids = [String(product.productId)];
  const [target] = (await send(page, 'push.read', { storeId: shopId, field: 'product_id', ids })).products;
  if (!target) throw new Error('the product is not there');
  const fresh = stage.sandbox.pictures.url('good.jpg');
  const next = { ...target.current, pictures: [fresh, ...target.current.pictures.toReversed()] };
  const { id } = await send(page, 'push.start', {
    storeId: shopId,
    items: [{ ...target, next }],
    allowMore: false,
  });
  return { id, target, next, card: () => stage.sandbox.card(product.productId) };
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
  stage.sandbox.pictures.faults.add({ match: 'good.jpg', kind: 'slow', ms: 1000, times: 1 });
  const push = await startPush();
  await expect
    .poll(async () => (await rows<Push>(page, 'pushes')).some(isThere), { timeout: 20_000, interval: 10 })
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

test('a task that never settles keeps its state over a restart of the browser, and the old set stays known', async () => {
  stage.sandbox.imports.next({ outcome: 'never' });
  const push = await startPush();
  await expect.poll(async () => (await pushNow())?.state, { timeout: 20_000 }).toBe('waiting');
  await stage.browser.close();
  await stage.relaunch();
  page = await stage.browser.open('jobs.html');
  const asked = () => stage.sandbox.api.requests.filter(({ path }) => path === '/v1/product/import/info').length;
  const before = asked();
  await expect.poll(asked, { timeout: 40_000 }).toBeGreaterThan(before);
  expect(await pushNow()).toMatchObject({ state: 'waiting', before: push.target.current });
  expect(importCalls()).toBe(1);
  await expect(send(page, 'jobs.delete', { id: push.id })).rejects.toThrow('push.busy');
});

test('a quota that is used up fails the push with nothing sent', async () => {
  const [shop] = stage.sandbox.stores;
  stage.sandbox.quota.set(shop?.clientId ?? '', { limit: 1, usage: 1, resetAt: Date.now() + 5 * 3_600_000 });
  const push = await startPush();
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'failed' });
  expect(await pushNow()).toMatchObject({ state: 'failed', error: { code: 'push.quota_used' } });
  expect(push.card()).toMatchObject(push.target.current);
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
  const [shop] = stage.sandbox.stores;
  const product = shop?.products.find(({ images }) => images.length > 2);
  if (!product) throw new Error('no product');
  stage.sandbox.api.faults.add({ match: '/v3/product/info/list', kind: 'slow', ms: 1500, times: 2 });
  const starting = startPush();
  const push = await starting;
  stage.sandbox.cards.change(product.productId, (card) => ({ ...card, pictures: card.pictures.toReversed() }));
  expect(await jobEnd(page, push.id)).toMatchObject({ status: 'failed' });
  expect(await pushNow()).toMatchObject({ error: { code: 'push.changed_meanwhile' } });
  expect(importCalls()).toBe(0);
});
