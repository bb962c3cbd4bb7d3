import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picturesOf } from '../sandbox/stores/store';
import { expectedIn, storedIn } from './harness/objects';
import { configure, readJob, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

let stage: Stage;
let popup: Page;

beforeAll(async () => {
  stage = await openStage();
  await configure(stage.browser, stage);
  popup = await stage.browser.open('popup.html');
});
afterAll(() => stage.close());

const unknown = 'нет такого';
const absent = '999000999';

test.each([
  // The last ones: one without pictures and an archived one are among them.
  ['sku', 20],
  ['offer_id', Number.POSITIVE_INFINITY],
] as const)('downloads a store by %s', async (field, last) => {
  const { sandbox } = stage;
  const [whole] = sandbox.stores;
  if (!whole) throw new Error('the sandbox has no store');
  const store = { ...whole, products: whole.products.slice(-last) };
  await sandbox.storage.clear();
  sandbox.cdn.requests.length = 0;
  const known = store.products.map((product) => (field === 'sku' ? String(product.sku) : product.offerId));

  // The second run finds all of it stored, as far as the extension knows.
  if (field === 'offer_id') await popup.getByTestId('from-scratch').click();
  const id = await startDownload(popup, { articles: [...known, unknown, absent], field });
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  const job = await waitForJob(jobs, id);

  const pictures = store.products.reduce((sum, product) => sum + picturesOf(product).length, 0);
  expect(job).toMatchObject({ status: 'partial', articles: known.length + 2, processed: known.length + 2 });
  expect(job).toMatchObject({ images: pictures, success: pictures, failed: 0 });
  expect(await storedIn(stage)).toEqual(await expectedIn(stage, store));

  const fetched = sandbox.cdn.requests.map(({ url }) => url);
  expect(fetched.length).toBe(pictures);
  expect(new Set(fetched).size).toBe(pictures);
  expect(sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/')).length).toBe(
    pictures,
  );

  const missing = jobs.locator(`[data-testid="job-item"][data-article="${unknown}"]`);
  expect(await missing.getAttribute('data-status')).toBe('failed');
  expect(await missing.getAttribute('data-error')).toBe(field === 'sku' ? 'article.not_a_sku' : 'product.not_found');
  const failed = jobs.locator('[data-testid="job-item"][data-status="failed"]');
  expect(await failed.count()).toBe(2);
  await jobs.close();
});

test('gives the result as JSON and as links', async () => {
  const jobs = await stage.browser.open('jobs.html');
  const card = jobs.getByTestId('job').first();
  const { id } = await readJob(card);
  await jobs.close();
  const page = await stage.browser.open(`jobs.html#/${id}`);
  await stage.browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);

  const downloading = page.waitForEvent('download');
  await page.getByTestId('job-export-json').click();
  const stream = await (await downloading).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const result = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const [store] = stage.sandbox.stores;
  expect(result.total_articles).toBe((store?.products.length ?? 0) + 2);
  expect(result.processed).toBe(result.total_articles);
  expect(result.execution_time_ms).toBeGreaterThan(0);
  for (const product of store?.products ?? []) {
    const item = result.items.find((row: { offer_id: string }) => row.offer_id === product.offerId);
    const total = picturesOf(product).length;
    expect(item).toMatchObject({ status: 'success', product_id: String(product.productId), total_images: total });
    expect(item).toMatchObject({ success_images: total, failed_images: 0 });
    expect(item.urls.length).toBe(total);
  }
  const urls: string[] = result.items.flatMap((item: { urls: string[] }) => item.urls);
  expect(new Set(urls).size).toBe(result.success_images);

  await page.getByTestId('job-copy-links').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(urls.join('\n'));
  await page.close();
});

test('collects links only, without touching a picture', async () => {
  const { sandbox } = stage;
  sandbox.cdn.requests.length = 0;
  const [product] = sandbox.stores[0]?.products ?? [];
  if (!product) throw new Error('the sandbox has no product');
  const id = await startDownload(popup, { articles: [product.offerId], destination: 'links' });
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({ status: 'completed', images: picturesOf(product).length });
  expect(sandbox.cdn.requests).toEqual([]);
  await jobs.close();
});

test('opens and deletes a job from the history', async () => {
  const jobs = await stage.browser.open('jobs.html');
  await jobs.getByTestId('job').first().waitFor();
  const before = await jobs.getByTestId('job').count();
  const { id } = await readJob(jobs.getByTestId('job').first());
  await jobs.getByTestId('job').first().getByTestId('job-open').click();
  await jobs.getByTestId('job-item').first().waitFor();
  await jobs.getByTestId('job-delete').click();
  await jobs.getByTestId('confirm-yes').click();
  await jobs.locator(`[data-job-id="${id}"]`).waitFor({ state: 'detached' });
  await jobs.close();
  const again = await stage.browser.open('jobs.html');
  await again.getByTestId('job').first().waitFor();
  expect(await again.getByTestId('job').count()).toBe(before - 1);
  await again.close();
});
