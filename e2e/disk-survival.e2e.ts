import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { jobId } from '../lib/core/ids';
import { readZip } from '../lib/core/testing/read-zip';
import { archivesLeft, emptyFolder, filesIn, saveIntoFolder } from './harness/downloads';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows, send, tasksIn } from './harness/worker-calls';

let stage: Stage;
let folder: string;
let popup: Page;

beforeAll(async () => {
  stage = await openStage({ savesItself: true });
  await configure(stage.browser, stage);
  ({ folder, page: popup } = await saveIntoFolder(stage));
});
afterAll(() => stage.close());
beforeEach(async () => {
  for (const page of stage.browser.context.pages()) if (page !== popup) await page.close();
  stage.sandbox.cdn.faults.clear();
  stage.sandbox.cdn.requests.length = 0;
  await emptyFolder(folder);
});

/** The demo store, or its first products. */
async function demoPictures(products?: number) {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  const some = store.products.slice(0, products);
  return {
    articles: some.map(({ offerId }) => offerId),
    pictures: await stage.sandbox.expectedObjects({ ...store, products: some }),
  };
}

test('a stopped worker fetches only what is missing, and leaves one whole archive', async () => {
  const { articles, pictures } = await demoPictures();
  stage.sandbox.cdn.faults.add({ match: '/s3/', kind: 'slow', ms: 150 });
  const id = await startDownload(popup, { articles, destination: 'disk' });
  const kept = async () =>
    (await tasksIn(popup)).filter(
      ({ jobId: of, kind, state }) => of === id && kind === 'keep-image' && state === 'done',
    ).length;
  for (const share of [0.2, 0.5, 0.8]) {
    await expect.poll(kept, { interval: 50 }).toBeGreaterThan(share * pictures.length);
    await stage.browser.stopWorkers(popup);
    await send(popup, 'jobs.wake', null);
  }
  const page = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(page, id)).toMatchObject({ status: 'completed', success: pictures.length });
  const files = [...(await filesIn(folder)).values()];
  expect(files).toHaveLength(1);
  expect(readZip(files[0] ?? new Uint8Array())).toHaveLength(pictures.length + 2);
  // In flight or not yet written down when the worker died: at most 48 at each of three times.
  expect(stage.sandbox.cdn.requests.length).toBeLessThanOrEqual(pictures.length + 3 * 64);
});

test('a cancelled job and a deleted one leave nothing in the browser, and the job beside them is whole', async () => {
  const { articles, pictures } = await demoPictures(20);
  const isOfLast = ({ offerId }: { offerId: string }) => offerId === articles.at(-1);
  const never = new Set(pictures.filter(isOfLast).map(({ url }) => url));
  const left = pictures.length - never.size;
  // Who wants the last product's pictures cannot be ready before being cancelled.
  stage.sandbox.cdn.faults.add({ match: ({ url }) => never.has(url), kind: 'hang' });
  stage.sandbox.cdn.faults.add({ match: '/s3/', kind: 'slow', ms: 300 });
  const cancelled = await startDownload(popup, { articles, destination: 'disk' });
  const deleted = await startDownload(popup, { articles, destination: 'disk' });
  const whole = await startDownload(popup, { articles: articles.slice(0, -1), destination: 'disk' });
  const kept = async (id: string) => (await rows<{ jobId: string }>(popup, 'blobs')).filter((row) => row.jobId === id);
  for (const id of [cancelled, deleted]) await expect.poll(async () => (await kept(id)).length).toBeGreaterThan(10);
  // The third is under way, or ready on a slow machine.
  await expect.poll(async () => (await kept(whole)).length > 10 || (await filesIn(folder)).size > 0).toBe(true);
  await send(popup, 'jobs.cancel', { id: jobId.parse(cancelled) });
  await send(popup, 'jobs.delete', { id: jobId.parse(deleted) });
  const page = await stage.browser.open(`jobs.html#/${whole}`);
  expect(await waitForJob(page, whole)).toMatchObject({ status: 'completed', success: left });
  const files = await filesIn(folder);
  expect([...files.keys()]).toEqual([expect.stringContaining(whole.slice(0, 8))]);
  expect(readZip([...files.values()][0] ?? new Uint8Array())).toHaveLength(left + 2);
  await expect.poll(() => rows(popup, 'blobs')).toEqual([]);
  await expect.poll(() => rows(popup, 'fileNames')).toEqual([]);
  expect(await archivesLeft(popup)).toEqual([]);
});

test('a worker stopped while it packs, and a browser killed, leave one whole archive and nothing beside it', async () => {
  const { articles, pictures } = await demoPictures();
  const id = await startDownload(popup, { articles, destination: 'disk' });
  const writing = async () => (await archivesLeft(popup)).length;
  await expect.poll(writing, { interval: 10 }).toBeGreaterThan(0);
  await stage.browser.stopWorkers(popup);
  await send(popup, 'jobs.wake', null);
  await expect.poll(writing, { interval: 10 }).toBeGreaterThan(0);
  await stage.browser.kill();
  await stage.relaunch();
  popup = await stage.browser.open('popup.html');
  const page = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(page, id)).toMatchObject({ status: 'completed', success: pictures.length, failed: 0 });
  const whole = [...(await filesIn(folder))].filter(([name]) => name.endsWith('.zip'));
  for (const [, bytes] of whole) expect(readZip(bytes)).toHaveLength(pictures.length + 2);
  expect([...(await filesIn(folder)).keys()].filter((name) => !name.endsWith('.zip'))).toEqual([]);
  expect(whole).toHaveLength(1);
  await expect.poll(() => rows(popup, 'blobs')).toEqual([]);
  await expect.poll(() => rows(popup, 'fileNames')).toEqual([]);
  expect(await archivesLeft(popup)).toEqual([]);
});
