import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoStore } from '../sandbox/stores/demo-store';
import type { SandboxPicture } from '../sandbox/stores/store';
import { expectedIn, storedIn } from './harness/objects';
import { configure, readJob, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

let stage: Stage;
let popup: Page;

const cdn = (n: number) => `https://cdn1.ozone.ru/s3/multimedia-1/${n}.jpg`;
const padded = (n: number, number = n): SandboxPicture => ({
  url: cdn(n),
  source: { kind: 'padded', number, bytes: 20_000 },
});
/** Pictures to be put on cards later: another one, and the same bytes as the first under an address of their own. */
const [other, twin] = [padded(9_001), padded(9_002, 1)];

/** Three products of three pictures, and one that is never downloaded and holds the pictures for later. */
function shop() {
  const store = demoStore();
  const [shelf, ...products] = store.products.slice(0, 4);
  if (!shelf) throw new Error('the demo store is empty');
  const dressed = products.map((product, at) => {
    const images = [1, 2, 3].map((n) => padded(at * 10 + n));
    return { ...product, primary: images[0], images, colour: undefined };
  });
  const later = { ...shelf, primary: other, images: [other, twin], colour: undefined };
  return { ...store, products: [...dressed, later] };
}

const pictures = 9;

beforeAll(async () => {
  stage = await openStage({ stores: [shop()] });
  await configure(stage.browser, stage);
  popup = await stage.browser.open('popup.html');
  expect(await run()).toMatchObject({ status: 'completed', success: pictures });
  expect(requests()).toEqual({ gets: pictures, puts: pictures });
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.sandbox.cdn.requests.length = 0;
  stage.sandbox.storage.requests.length = 0;
});

const store = () => {
  const [first] = stage.sandbox.stores;
  if (!first) throw new Error('the sandbox has no store');
  return first;
};
const listed = () => store().products.slice(0, 3);
/** The n-th picture of the first product is another from now on. */
const setPicture = (at: number, picture: SandboxPicture) => {
  const [product] = listed();
  if (product) product.images[at] = picture;
};

const requests = () => ({
  gets: stage.sandbox.cdn.requests.length,
  puts: stage.sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/')).length,
});

async function run() {
  const id = await startDownload(popup, { articles: listed().map(({ offerId }) => offerId) });
  return waitForJob(popup, id);
}

/** The objects of the three products, as the sandbox says they must be. */
async function expectStored() {
  const ids = new Set(listed().map(({ offerId }) => offerId));
  const whole = await expectedIn(stage, store());
  const rest = await expectedIn(stage, {
    ...store(),
    products: store().products.filter((one) => !ids.has(one.offerId)),
  });
  const others = new Set(rest.map(({ key }) => key));
  expect(await storedIn(stage)).toEqual(whole.filter(({ key }) => !others.has(key)));
}

async function exported(id: string, format: 'json' | 'csv' | 'xlsx'): Promise<Buffer> {
  const page = await stage.browser.open(`jobs.html#/${id}`);
  const downloading = page.waitForEvent('download');
  await page.getByTestId(`job-export-${format}`).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(Buffer.from(chunk));
  await page.close();
  return Buffer.concat(chunks);
}

const resultOf = async (id: string): Promise<{ items: { urls: string[] }[] }> =>
  JSON.parse((await exported(id, 'json')).toString('utf8'));

test('a second run of the same list costs no picture request and no upload, and has the same result', async () => {
  const first = await readJob(popup.getByTestId('job').first());
  const job = await run();
  expect(job).toMatchObject({ status: 'completed', articles: 3, images: pictures, success: pictures, failed: 0 });
  expect(requests()).toEqual({ gets: 0, puts: 0 });
  expect((await resultOf(job.id)).items).toEqual((await resultOf(first.id)).items);
  expect((await resultOf(job.id)).items.flatMap(({ urls }) => urls)).toHaveLength(pictures);
});

test('a changed picture costs one request and one upload', async () => {
  setPicture(1, other);
  expect(await run()).toMatchObject({ status: 'completed', success: pictures });
  expect(requests()).toEqual({ gets: 1, puts: 1 });
  await expectStored();
});

test('the same bytes under another address are looked at and not sent', async () => {
  const [product] = listed();
  if (product) product.primary = twin;
  setPicture(0, twin);
  expect(await run()).toMatchObject({ status: 'completed', success: pictures });
  expect(requests()).toEqual({ gets: 1, puts: 0 });
  stage.sandbox.cdn.requests.length = 0;
  await run();
  expect(requests()).toEqual({ gets: 0, puts: 0 });
});

test('new bytes under the same address are noticed from scratch', async () => {
  const { sandbox } = stage;
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]);
  sandbox.cdn.faults.add({ match: cdn(23), kind: 'status', status: 200, body: bytes });
  await run();
  expect(requests()).toEqual({ gets: 0, puts: 0 });
  await popup.getByTestId('from-scratch').click();
  expect(await run()).toMatchObject({ status: 'completed', success: pictures });
  expect(requests()).toEqual({ gets: pictures, puts: pictures });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect((await storedIn(stage)).filter((object) => object.sha256 === sha256)).toHaveLength(1);
  // The switch is for one run.
  expect(await popup.getByTestId('from-scratch').getAttribute('aria-checked')).toBe('false');
  sandbox.cdn.faults.clear();
});

test('what is gone from storage is found by a look and copied by the next run', async () => {
  const { sandbox } = stage;
  const { id } = await readJob(popup.getByTestId('job').first());
  const [url] = (await resultOf(id)).items.flatMap(({ urls }) => urls);
  const headers = { 'access-control-allow-origin': '*' };
  sandbox.publicBucket.faults.add({ match: url ?? '-', kind: 'status', status: 404, headers });
  const page = await stage.browser.open(`jobs.html#/${id}`);
  await page.getByTestId('job-check-stored').click();
  await page.getByText('1 picture is no longer in storage').waitFor();
  expect(requests()).toEqual({ gets: 0, puts: 0 });

  await page.getByTestId('job-again').click();
  await page.waitForFunction((before) => location.hash !== `#/${before}`, id);
  const next = new URL(page.url()).hash.slice(2);
  expect(await waitForJob(page, next)).toMatchObject({ status: 'completed', success: pictures });
  expect(requests()).toEqual({ gets: 1, puts: 1 });
  sandbox.publicBucket.faults.clear();
  await page.close();
});

test('failures are grouped by reason and retried by reason, and every line is in the exports', async () => {
  const known = listed().map(({ offerId }) => offerId);
  const { sandbox } = stage;
  sandbox.cdn.faults.add({ match: cdn(11), kind: 'status', status: 404 });
  await popup.getByTestId('from-scratch').click();
  const id = await startDownload(popup, { articles: ['=absent', ...known, 'нет такого'] });
  const page = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(page, id)).toMatchObject({ status: 'partial', success: pictures - 1, failed: 1 });
  const items = page.getByTestId('job-item');
  const statuses = () => items.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-status')));
  await expect.poll(statuses).toEqual(['failed', 'success', 'failed', 'success', 'failed']);
  const reason = (code: string) => page.locator(`[data-testid="job-reason"][data-error="${code}"]`);
  await expect.poll(() => reason('product.not_found').getAttribute('data-count')).toBe('2');
  await reason('product.not_found').getByTestId('reason-show').click();
  await expect.poll(statuses).toEqual(['failed', 'failed']);
  expect(await reason('cdn.not_found').getAttribute('data-count')).toBe('1');

  sandbox.cdn.faults.clear();
  stage.sandbox.cdn.requests.length = 0;
  await reason('cdn.not_found').getByTestId('reason-retry').click();
  await reason('cdn.not_found').waitFor({ state: 'detached' });
  expect(await waitForJob(page, id)).toMatchObject({ status: 'partial', success: pictures, failed: 0 });
  expect(requests().gets).toBe(1);
  await page.close();

  const rows = (await exported(id, 'csv')).toString('utf8').split('\r\n');
  expect(rows).toHaveLength(1 + pictures + 2 + 1);
  expect(rows[1]).toMatch(/^"'=absent",/);
  const workbook = await exported(id, 'xlsx');
  expect(workbook.subarray(0, 2).toString()).toBe('PK');
});

test('another public address is another storage', async () => {
  await stage.companion.stop();
  await stage.companion.start({ R2_PUBLIC_BASE: 'https://elsewhere.example/pictures' });
  const job = await run();
  expect(requests()).toEqual({ gets: pictures, puts: pictures });
  const urls = (await resultOf(job.id)).items.flatMap((item) => item.urls);
  expect(urls.every((url) => url.startsWith('https://elsewhere.example/pictures/users/'))).toBe(true);
});
