import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobId } from '../lib/core/ids';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { expectedIn, storedIn } from './harness/objects';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows, send } from './harness/worker-calls';

const mebibyte = 1024 * 1024;
let stage: Stage;
let popup: Page;

/** Pictures of 40 MB, five parts each. */
const store = uniformStore({ products: 2, imagesPerProduct: 1, bytes: 40_000_000 });

beforeAll(async () => {
  stage = await openStage({ stores: [store] });
  await configure(stage.browser, stage);
});
afterAll(() => stage.close());

/** Starts the download of one picture, of which the first part gets through and the others do not come to an end. */
async function begin(product: number): Promise<string> {
  stage.sandbox.storage.requests.length = 0;
  stage.sandbox.storage.faults.add({ match: /partNumber=[2-5]/, kind: 'slow', ms: 60_000 });
  popup = await stage.browser.open('popup.html');
  return startDownload(popup, { articles: [store.products[product]?.offerId ?? ''] });
}

const partsSent = () => stage.sandbox.storage.requests.flatMap(({ part, status }) => (part ? [{ part, status }] : []));
const partsStored = () => partsSent().filter(({ status }) => status === 200);
const waitForParts = (count: number) =>
  expect.poll(() => partsStored().length, { interval: 20 }).toBeGreaterThanOrEqual(count);

test('a picture of 40 MB goes on after kill -9 of the browser, and what is stored is not sent again', async () => {
  const id = await begin(0);
  await waitForParts(1);
  await stage.browser.kill();
  const before = partsSent();
  expect(before.map(({ part }) => part)).toContain(1);
  expect(before.length).toBeLessThan(5);
  expect(stage.sandbox.storage.openUploads()).toHaveLength(1);
  stage.sandbox.storage.faults.clear();
  await stage.relaunch();
  // Nobody asks: the new browser takes the work up by itself.
  await waitForParts(5);
  const page = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(page, id)).toMatchObject({ status: 'completed', images: 1, success: 1 });
  const expected = await expectedIn(stage, store);
  expect(await storedIn(stage)).toEqual(expected.slice(0, 1));

  const times = (number: number) => partsSent().filter(({ part }) => part === number).length;
  const inFlight = before.filter(({ status }) => status === 0).map(({ part }) => part);
  for (const part of [1, 2, 3, 4, 5]) expect(times(part)).toBeLessThanOrEqual(inFlight.includes(part) ? 2 : 1);
  expect(stage.sandbox.storage.requests.filter(({ part, bytes }) => !part && bytes > mebibyte)).toEqual([]);
  expect(stage.sandbox.storage.openUploads()).toEqual([]);
  await expect.poll(() => rows(page, 'uploads')).toEqual([]);
});

test('a cancelled job leaves no half upload, though storage could not be told before its worker died', async () => {
  const id = await begin(1);
  await waitForParts(1);
  stage.sandbox.storage.faults.add({ match: ({ method }) => method === 'DELETE', kind: 'status', status: 503 });
  await send(popup, 'jobs.cancel', { id: jobId.parse(id) });
  const aborts = () => stage.sandbox.storage.requests.filter(({ method }) => method === 'DELETE').length;
  await expect.poll(aborts).toBeGreaterThan(0);
  await stage.browser.stopWorkers(popup);
  expect(stage.sandbox.storage.openUploads()).toHaveLength(1);
  stage.sandbox.storage.faults.clear();
  await send(popup, 'jobs.wake', null);
  await expect.poll(() => stage.sandbox.storage.openUploads()).toEqual([]);
  await expect.poll(() => rows(popup, 'uploads')).toEqual([]);
  expect(await storedIn(stage)).toHaveLength(1);
});
