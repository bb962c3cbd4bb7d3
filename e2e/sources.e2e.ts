import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoStore } from '../sandbox/stores/demo-store';
import { compareObjects } from './harness/objects';
import { configure, readJob, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

let stage: Stage;
let popup: Page;
const store = demoStore();
const offerIds = store.products.map(({ offerId }) => offerId);

beforeAll(async () => {
  stage = await openStage({ stores: [store] });
  await (await configure(stage.browser, stage)).close();
  popup = await stage.browser.open('popup.html');
});
afterAll(() => stage?.close());

const choose = (name: string, buffer: Buffer) =>
  popup.getByTestId('articles-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const count = () => popup.getByTestId('articles-count').getAttribute('data-count');
const listed = () => popup.getByTestId('articles-input').inputValue();

/** A cell of CSV. */
const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
const csvOf = (rows: string[][]) => rows.map((row) => row.map(cell).join(';')).join('\r\n');

test('takes the articles of a table with awkward ones, by its heading', async () => {
  const rows = store.products.map(({ name, offerId, sku }) => [name, offerId, String(sku)]);
  await choose('Товары.csv', Buffer.from(`\ufeff${csvOf([['Название', 'Артикул', 'SKU'], ...rows])}`));
  await expect.poll(count).toBe(String(offerIds.length));
  expect((await listed()).split('\n')).toEqual(offerIds);
  expect(await popup.getByTestId('field-select').inputValue()).toBe('offer_id');
});

test('takes another column when told, in place of the first one, and searches by it', async () => {
  await popup.getByTestId('articles-column').selectOption('2');
  await expect.poll(listed).toBe(store.products.map(({ sku }) => String(sku)).join('\n'));
  expect(await popup.getByTestId('field-select').inputValue()).toBe('sku');
});

test('asks for the column where nothing tells it', async () => {
  await popup.getByTestId('articles-input').fill('');
  await popup.getByTestId('field-select').selectOption('offer_id');
  await choose('list.txt', Buffer.from('red\tOZ-1001\nblue\tOZ-1002\n'));
  await popup.getByTestId('articles-column').waitFor();
  expect(await listed()).toBe('');
  await popup.getByTestId('articles-column').selectOption('1');
  await expect.poll(listed).toBe('OZ-1001\nOZ-1002');
});

test('says why a file cannot be used, and leaves the list alone', async () => {
  await choose('photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2]));
  const message = popup.locator('[data-testid="articles-file-message"][data-state="error"]');
  await message.waitFor();
  expect(await message.getAttribute('data-code')).toBe('file.not_text');
  expect(await listed()).toBe('OZ-1001\nOZ-1002');
});

test('stays quick while it reads a table of 50 MB', async () => {
  await popup.evaluate(() => {
    const seen = { longest: 0, last: performance.now() };
    Object.assign(window, { seen });
    const look = () => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
      setTimeout(look, 0);
    };
    look();
  });
  // Playwright cannot hand over so much at once; the page makes the file itself.
  await popup.evaluate(async () => {
    const lines = ['Название;Цена;Артикул'];
    for (let n = 0; n < 600_000; n += 1) lines.push(`"Товар ""${n}"" с описанием, длинным и скучным";${n};"bulk-${n}"`);
    const files = new DataTransfer();
    const file = new File([lines.join('\r\n')], 'big.csv');
    if (file.size < 50 * 1024 * 1024) throw new Error(`only ${file.size} bytes`);
    files.items.add(file);
    await new Promise((resolve) => setTimeout(resolve, 500));
    Object.assign(Reflect.get(window, 'seen'), { longest: 0, last: performance.now() });
    const input = document.querySelector<HTMLInputElement>('[data-testid="articles-file"]');
    if (!input) throw new Error('no input');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const before = Date.now();
  await expect.poll(count, { timeout: 60_000 }).toBe('600000');
  const took = Date.now() - before;
  const longest = await popup.evaluate(() => Reflect.get(Reflect.get(window, 'seen'), 'longest'));
  console.log(`50 MB read in ${took} ms, longest pause of the page ${Math.round(longest)} ms`);
  // A share, because the machine may be busy; read in the page itself it would be nearly all of the time.
  expect(longest).toBeLessThan(took / 2);
  await popup.getByTestId('articles-clear').click();
});

test('downloads a whole store, archived products too', async () => {
  await popup.getByTestId('whole-store').click();
  const size = popup.getByTestId('whole-store-size');
  await expect.poll(() => size.getAttribute('data-count')).toBe(String(offerIds.length));
  await popup.getByTestId('destination-select').selectOption('cloud');
  await popup.getByTestId('download-start').click();
  const card = popup.getByTestId('job').first();
  await card.waitFor();
  const { id } = await readJob(card);
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({ status: 'completed', articles: offerIds.length, failed: 0 });
  expect(await compareObjects(stage)).toEqual([]);
  await jobs.close();
});

test('finds every product of a vendor code', async () => {
  const [first] = store.products;
  const same = store.products.filter(({ vendorCode }) => vendorCode === first?.vendorCode);
  expect(same.length).toBeGreaterThan(1);
  const id = await startDownload(popup, {
    articles: [first?.vendorCode ?? ''],
    field: 'vendor_code',
    destination: 'links',
  });
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({ status: 'completed', articles: same.length });
  await expect.poll(() => popup.getByTestId('code-index').getAttribute('data-read')).toBe(String(offerIds.length));
  await jobs.close();
});
