import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../lib/core/job';
import type { Fault } from '../sandbox/faults';
import type { SandboxStore } from '../sandbox/stores/store';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { configure, readJob, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows } from './harness/worker-calls';

const timeoutS = 2;
let stage: Stage;
let popup: Page;
let store: SandboxStore;

beforeAll(async () => {
  store = uniformStore({ products: 40, imagesPerProduct: 1, bytes: 20_000 });
  stage = await openStage({ stores: [store] });
  await configure(stage.browser, stage, { timeoutS });
  popup = await stage.browser.open('popup.html');
});
afterAll(() => stage.close());

const pictureOf = (offerId: string) =>
  store.products.find((product) => product.offerId === offerId)?.primary?.url ?? '';

async function run(articles: string[], timeout?: number) {
  const id = await startDownload(popup, { articles });
  const job = await waitForJob(popup, id, timeout);
  const items = (await rows<Item>(popup, 'items')).filter((item) => item.jobId === id);
  const outcome = Object.fromEntries(items.map(({ article, status, error }) => [article, error ? error.code : status]));
  return { job, outcome };
}

test('each fault of the CDN and of storage ends as it should, and the rest of the job goes on', async () => {
  const { cdn, storage } = stage.sandbox;
  const [first] = cdn.requests;
  expect(first).toBeUndefined();
  type Row = { at: 'cdn' | 'storage'; ends: string } & Omit<Fault, 'match'>;
  const expired = '<Error><Code>ExpiredRequest</Code></Error>';
  const rowsOfFaults: Row[] = [
    { at: 'cdn', kind: 'status', status: 500, times: 2, ends: 'success' },
    { at: 'cdn', kind: 'status', status: 429, headers: { 'retry-after': '2' }, times: 1, ends: 'success' },
    { at: 'cdn', kind: 'hang', times: 1, ends: 'success' },
    { at: 'cdn', kind: 'cut', times: 1, ends: 'success' },
    { at: 'cdn', kind: 'cut', ends: 'cdn.cut' },
    { at: 'cdn', kind: 'html', ends: 'cdn.not_image' },
    { at: 'cdn', kind: 'status', status: 404, ends: 'cdn.not_found' },
    { at: 'cdn', kind: 'status', status: 403, ends: 'cdn.refused' },
    { at: 'cdn', kind: 'status', status: 500, ends: 'cdn.server_error' },
    { at: 'cdn', kind: 'empty', ends: 'cdn.empty' },
    { at: 'cdn', kind: 'hang', ends: 'cdn.timeout' },
    { at: 'storage', kind: 'status', status: 503, times: 2, ends: 'success' },
    { at: 'storage', kind: 'status', status: 403, body: expired, times: 1, ends: 'success' },
    { at: 'storage', kind: 'lost', times: 1, ends: 'success' },
  ];
  const expected: Record<string, string> = {};
  for (const [index, { at, ends, ...fault }] of rowsOfFaults.entries()) {
    const offerId = store.products[index]?.offerId ?? '';
    expected[offerId] = ends;
    if (at === 'cdn') cdn.faults.add({ ...fault, match: pictureOf(offerId) });
    else storage.faults.add({ ...fault, match: `/${offerId}_1.jpg` });
  }
  for (const { offerId } of store.products.slice(rowsOfFaults.length)) expected[offerId] = 'success';

  const { job, outcome } = await run(store.products.map(({ offerId }) => offerId));
  expect(outcome).toEqual(expected);
  const failures = Object.values(expected).filter((end) => end !== 'success').length;
  expect(job).toMatchObject({ status: 'partial', images: 40, success: 40 - failures, failed: failures });

  const asked = (offerId: string) => cdn.requests.filter(({ url }) => url === pictureOf(offerId));
  expect(asked(store.products[0]?.offerId ?? '').length).toBe(3);
  const [refused, again] = asked(store.products[1]?.offerId ?? '');
  expect((again?.time ?? 0) - (refused?.time ?? 0)).toBeGreaterThanOrEqual(2000);
  cdn.faults.clear();
  storage.faults.clear();
});

test('repeats only what failed', async () => {
  const { cdn } = stage.sandbox;
  cdn.requests.length = 0;
  const jobs = await stage.browser.open('jobs.html');
  const card = jobs.getByTestId('job').first();
  const id = (await card.getAttribute('data-job-id')) ?? '';
  const failed = Number(await card.getAttribute('data-failed-images'));
  await card.getByTestId('job-retry').click();
  await jobs.locator(`[data-job-id="${id}"][data-status="completed"]`).waitFor();
  expect(await readJob(card)).toMatchObject({ success: 40, failed: 0 });
  expect(cdn.requests.length).toBe(failed);
  await jobs.close();
});

test('a bucket that is missing is named', async () => {
  stage.sandbox.storage.faults.add({
    match: '/ozon/',
    kind: 'status',
    status: 404,
    body: '<Error><Code>NoSuchBucket</Code></Error>',
  });
  // What storage has already would not be sent.
  await popup.getByTestId('from-scratch').click();
  const { job, outcome } = await run(store.products.slice(0, 3).map(({ offerId }) => offerId));
  expect(job.status).toBe('failed');
  expect(new Set(Object.values(outcome))).toEqual(new Set(['storage.bucket_missing']));
  stage.sandbox.storage.faults.clear();
});

test('a token the companion no longer takes is named', async () => {
  await stage.companion.stop();
  await stage.companion.start({ API_TOKENS: `shop:${'another-token-of-the-same-shop-'.repeat(2)}` });
  const { job, outcome } = await run(store.products.slice(0, 3).map(({ offerId }) => offerId));
  expect(job.status).toBe('failed');
  expect(new Set(Object.values(outcome))).toEqual(new Set(['companion.denied']));
  await stage.companion.stop();
  await stage.companion.start();
});

test('a rate limit of the Seller API is waited out', async () => {
  const { api } = stage.sandbox;
  api.requests.length = 0;
  api.faults.add({
    match: '/v3/product/info/list',
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '1' },
    body: '{"code":"RESOURCE_EXHAUSTED","message":"You have reached request rate limit per second"}',
    times: 1,
  });
  const { job } = await run(store.products.slice(0, 3).map(({ offerId }) => offerId));
  expect(job.status).toBe('completed');
  const [refused, again] = api.requests.filter(({ path }) => path === '/v3/product/info/list');
  expect((again?.time ?? 0) - (refused?.time ?? 0)).toBeGreaterThanOrEqual(1000);
});

test('a blocked method of the Seller API is asked again after a minute', async () => {
  const { api } = stage.sandbox;
  api.faults.add({
    match: '/v3/product/info/list',
    kind: 'status',
    status: 503,
    body: '{"code":14,"message":"Circle is open"}',
    times: 1,
  });
  const started = Date.now();
  const { job } = await run(
    store.products.slice(0, 3).map(({ offerId }) => offerId),
    150_000,
  );
  expect(job.status).toBe('completed');
  expect(Date.now() - started).toBeGreaterThanOrEqual(60_000);
});

test('a key Ozon does not know fails every line with that reason', async () => {
  const { api } = stage.sandbox;
  api.faults.add({
    match: '/v3/product/info/list',
    kind: 'status',
    status: 404,
    body: '{"code":5,"message":"Invalid Api-Key, please check the key and try again"}',
    times: 1,
  });
  const { job, outcome } = await run(store.products.slice(0, 2).map(({ offerId }) => offerId));
  expect(job).toMatchObject({ status: 'failed', processed: 2, images: 0 });
  expect(new Set(Object.values(outcome))).toEqual(new Set(['ozon.key_unknown']));
});
