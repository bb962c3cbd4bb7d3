import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { concurrencyCeiling } from '../lib/queue/adaptive-limit';
import type { SandboxStore } from '../sandbox/stores/store';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { type ComparedObject, expectedIn, storedIn } from './harness/objects';
import { configure, readJob, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

const products = 40;
const imagesPerProduct = 5;
const pictures = products * imagesPerProduct;
/** An article of the other shop, asked of the wrong one. */
const foreign = 1;

/** Two shops with nothing in common, made of one. */
function twoShops(): [SandboxStore, SandboxStore] {
  const both = uniformStore({ products: 2 * products, imagesPerProduct, bytes: 20_000 });
  const other = {
    ...both,
    name: 'Другой магазин',
    clientId: '3333333',
    apiKey: '0b9e2f61-77aa-4c1d-9f0a-5d3c8e1b2a60',
  };
  return [
    { ...both, products: both.products.slice(0, products) },
    { ...other, products: both.products.slice(products) },
  ];
}

const [stopped, paused] = twoShops();
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ stores: [stopped, paused], delayMs: { cdn: 700, storage: 700 } });
  await configure(stage.browser, stage);
});
afterAll(() => stage.close());

const articlesOf = (store: SandboxStore) => store.products.map(({ offerId }) => offerId);
const isOf = (store: SandboxStore) => {
  const articles = new Set(articlesOf(store));
  return (text: string) => [...articles].some((article) => text.includes(`/${article}/`));
};
const copies = () =>
  stage.sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/'));
const copiesOf = (store: SandboxStore) => copies().filter(({ key }) => isOf(store)(key)).length;
const card = (page: Page, id: string) => page.locator(`[data-testid="job"][data-job-id="${id}"]`);
const inStatus = (page: Page, id: string, status: string) =>
  page.locator(`[data-testid="job"][data-job-id="${id}"][data-status="${status}"]`).waitFor();

/** Waits until nothing has been sent for a second: what was in flight has come to its end. */
async function stillness(): Promise<number> {
  for (let before = -1; ; ) {
    const now = copies().length;
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

type Result = { total_images: number; success_images: number; items: { status: string; urls: string[] }[] };

async function resultOf(page: Page, id: string): Promise<Result> {
  const downloading = page.waitForEvent('download');
  await card(page, id).getByTestId('job-export-json').click();
  return JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
}

async function stored(store: SandboxStore): Promise<ComparedObject[]> {
  return (await storedIn(stage)).filter(({ key }) => isOf(store)(key));
}

test('two jobs of two stores, one cancelled, one paused over a restart of the browser, never mix', async () => {
  const popup = await stage.browser.open('popup.html');
  const first = await startDownload(popup, { store: stopped.name, articles: articlesOf(stopped) });
  const articles = [...articlesOf(stopped).slice(0, foreign), ...articlesOf(paused)];
  const second = await startDownload(popup, { store: paused.name, articles });
  const bothRun = () => Math.min(copiesOf(stopped), copiesOf(paused));
  await expect.poll(bothRun, { interval: 20 }).toBeGreaterThan(20);

  await card(popup, first).getByTestId('job-cancel').click();
  await inStatus(popup, first, 'cancelled');
  const atCancel = copiesOf(stopped);
  const atPause = copiesOf(paused);
  await card(popup, second).getByTestId('job-pause').click();
  await inStatus(popup, second, 'paused');
  const atRest = await stillness();
  expect(atCancel).toBeLessThan(pictures);
  expect(copiesOf(stopped) - atCancel).toBeLessThanOrEqual(concurrencyCeiling);
  expect(atPause).toBeLessThan(pictures - concurrencyCeiling);

  await stage.browser.kill();
  await stage.relaunch();
  const jobs = await stage.browser.open('jobs.html');
  await inStatus(jobs, second, 'paused');
  const halted = await readJob(card(jobs, first));
  await jobs.waitForTimeout(3000);
  expect(copies().length).toBe(atRest);

  await card(jobs, second).getByTestId('job-resume').click();
  expect(await waitForJob(jobs, second)).toMatchObject({
    status: 'partial',
    articles: products + foreign,
    processed: products + foreign,
    images: pictures,
    success: pictures,
    failed: 0,
  });
  expect(await stored(paused)).toEqual(await expectedIn(stage, paused));
  expect(copies().length - atRest).toBeLessThanOrEqual(pictures);
  const whole = await resultOf(jobs, second);
  expect(whole.items.map(({ status }) => status)).toEqual(['failed', ...articlesOf(paused).map(() => 'success')]);
  expect(new Set(whole.items.flatMap(({ urls }) => urls)).size).toBe(pictures);
  expect(whole.items.flatMap(({ urls }) => urls).every(isOf(paused))).toBe(true);

  // The cancelled one is as it was, with nothing of the other; each of its objects is whole.
  expect(await readJob(card(jobs, first))).toEqual(halted);
  const part = await resultOf(jobs, first);
  const urls = part.items.flatMap((item) => item.urls);
  expect(urls.every(isOf(stopped))).toBe(true);
  expect(urls).toHaveLength(halted.success);
  const expected = new Map((await expectedIn(stage, stopped)).map((object) => [object.key, object]));
  const objects = await stored(stopped);
  expect(objects).toEqual(objects.map(({ key }) => expected.get(key)));
  expect(objects.length).toBeGreaterThanOrEqual(halted.success);
  expect(objects.length).toBeLessThanOrEqual(halted.success + concurrencyCeiling);
});
