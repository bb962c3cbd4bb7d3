import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../lib/core/job';
import type { Push } from '../lib/core/push';
import type { Store } from '../lib/core/store';
import type { MessageInput } from '../lib/ext/messages';
import { storedIn } from './harness/objects';
import { configure, optionsPage } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { jobEnd, rows, send } from './harness/worker-calls';

let stage: Stage;
let options: Page;

beforeAll(async () => {
  stage = await openStage({ imports: { pendingMs: 50 } });
  options = await configure(stage.browser, stage);
});
afterAll(() => stage.close());

const shop = () => {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  return store;
};

async function storeRow(): Promise<Store> {
  const [row] = await rows<Store>(options, 'stores');
  if (!row) throw new Error('no store was saved');
  return row;
}

/** Runs a job and gives its lines and counters, without what differs from run to run. */
async function linesOf(request: Omit<MessageInput<'jobs.create'>, 'storeId'>) {
  const { id } = await send(options, 'jobs.create', { ...request, storeId: (await storeRow()).id });
  const { status, totalImages, successImages, failedImages } = await jobEnd(options, id);
  const lines = (await rows<Item>(options, 'items')).filter(({ jobId }) => jobId === id);
  return { status, totalImages, successImages, failedImages, lines: lines.map(({ jobId: _, ...line }) => line) };
}

/** Pushes a new set and takes it back; gives what the rows and the card say after each. */
async function pushAndUndo() {
  const storeId = (await storeRow()).id;
  const product = shop().products[20];
  const ids = [String(product?.productId)];
  const { products, quota } = await send(options, 'push.read', { storeId, field: 'product_id', ids });
  const next = { pictures: [stage.sandbox.pictures.url('photo-7.jpg')], colour: null };
  const items = products.map((target) => ({ ...target, next }));
  const started = await send(options, 'push.start', { storeId, items, allowMore: false });
  const pushed = await jobEnd(options, started.id);
  const card = () => stage.sandbox.card(product?.productId ?? 0);
  const after = structuredClone(card());
  const row = (await rows<Push>(options, 'pushes')).find(({ jobId }) => jobId === started.id);
  const undone = await send(options, 'push.undo', {
    ...{ id: started.id, seq: 0 },
    expected: row?.after ?? { pictures: [], colour: null },
  });
  const { status } = await jobEnd(options, undone.id);
  return { limit: quota?.limit, pushed: pushed.status, after, undone: status, back: structuredClone(card()) };
}

/** Everything the product asks Ozon for. */
async function everything() {
  await stage.sandbox.storage.clear();
  const offers = shop()
    .products.slice(0, 8)
    .map(({ offerId }) => offerId);
  const check = await send(options, 'stores.check', { id: (await storeRow()).id });
  return {
    company: check.company,
    size: await send(options, 'stores.size', { id: (await storeRow()).id }),
    copied: await linesOf({
      ...{ field: 'offer_id', destination: 'cloud', fromScratch: true },
      articles: [...offers, 'нет такого'],
    }),
    objects: await storedIn(stage),
    codes: await linesOf({ field: 'vendor_code', destination: 'links', articles: ['V-1003', 'V-0'] }),
    whole: await linesOf({ field: 'offer_id', destination: 'links', articles: [], wholeStore: true }),
    push: await pushAndUndo(),
  };
}

test('a store that reaches Ozon through the companion does all it did, and the browser asks Ozon nothing', async () => {
  const { api } = stage.sandbox;
  const direct = await everything();
  expect(direct.push).toMatchObject({ pushed: 'completed', undone: 'completed' });
  expect(direct.copied).toMatchObject({ status: 'partial', failedImages: 0 });
  expect(direct.objects.length).toBe(direct.copied.totalImages);
  expect(new Set(api.requests.map(({ byBrowser }) => byBrowser))).toEqual(new Set([true]));

  await options.getByTestId('store-row').getByRole('button', { name: /^Edit/ }).click();
  await options.getByTestId('store-through-companion').click();
  await options.getByTestId('store-check').click();
  expect(await optionsPage(options).storeMessage()).toMatchObject({ state: 'ok' });
  expect(await storeRow()).toMatchObject({ throughCompanion: true, check: { company: direct.company } });
  api.requests.length = 0;

  expect(await everything()).toEqual(direct);
  expect(api.requests.length).toBeGreaterThan(10);
  expect(api.requests.filter(({ byBrowser }) => byBrowser)).toEqual([]);

  // Without its companion such a store says so; it never goes the other way by itself.
  api.requests.length = 0;
  await stage.companion.stop();
  const { id } = await storeRow();
  await expect(send(options, 'stores.check', { id })).rejects.toThrow('companion.unreachable');
  await options.locator('[data-testid="store-message"]:not([data-state="busy"])').waitFor();
  expect(api.requests).toEqual([]);
});
