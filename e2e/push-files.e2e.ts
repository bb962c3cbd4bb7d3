import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job } from '../lib/core/job';
import type { StoredImage } from '../lib/core/stored-picture';
import type { Task } from '../lib/core/task';
import { optionsPage } from './harness/pages';
import { shoot } from './harness/shoot';
import { openStage, type Stage } from './harness/stage';
import { jobEnd, rows } from './harness/worker-calls';

let stage: Stage;
let options: Page;
let folder: string;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'oib-pictures-'));
  options = await stage.browser.open('options.html');
  const [shop] = stage.sandbox.stores;
  if (shop) await optionsPage(options).addStore(shop);
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

type Files = Record<string, Uint8Array<ArrayBuffer>>;

const photo = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await stage.sandbox.fetch(stage.sandbox.pictures.url(name))).arrayBuffer());

const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(words));
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
const productIdOf = (offerId: string) =>
  stage.sandbox.stores[0]?.products.find((product) => product.offerId === offerId)?.productId ?? 0;
const uploadsOf = () => stage.sandbox.storage.requests.filter(({ method }) => method === 'PUT').length;

const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The folder as a program or a person left it on disk. */
async function writeFolder(name: string, files: Files): Promise<string> {
  const root = join(folder, name);
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

async function openChoice(): Promise<Page> {
  const page = await stage.browser.open('push.html', { width: 1000, height: 900 });
  await page.getByTestId('push-kind-files').click();
  return page;
}

/** Articles as they are shown, when all have been checked. */
async function linesOf(page: Page): Promise<string[]> {
  await page.getByTestId('push-files-row').first().waitFor();
  await expect.poll(() => page.locator('[data-testid="push-files-row"][data-state="checking"]').count()).toBe(0);
  return page.getByTestId('push-files-row').evaluateAll((all) =>
    all.map((row) => {
      const { article, count, state } = (row as HTMLElement).dataset;
      return `${article} ${count} ${state}`;
    }),
  );
}

const unmatchedIn = (page: Page) =>
  page.getByTestId('push-files-unmatched-file').evaluateAll((all) =>
    all.map((file) => {
      const { path, reason } = (file as HTMLElement).dataset;
      return `${path} ${reason}`;
    }),
  );

const uploadIn = (page: Page) => new URL(page.url()).searchParams.get('files') ?? '';

/** What storage holds of an upload: the hash of each picture, by product and place. */
async function storedOf(page: Page, job: string): Promise<string[][]> {
  const tasks = (await rows<Task>(page, 'tasks')).filter(({ jobId }) => jobId === job);
  const objects = new Map((await stage.sandbox.storage.objects()).map(({ key, sha256 }) => [key, sha256]));
  const stored: string[][] = [];
  for (const { id, output } of tasks) {
    const { key } = output as StoredImage;
    const [seq = 0, n = 0] = id.split('/').slice(2).map(Number);
    stored[seq] ??= [];
    (stored[seq] ?? [])[n - 1] = objects.get(key) ?? `not there: ${key}`;
  }
  return stored;
}

/** Waits for the new sets, confirms them, and waits for Ozon. */
async function confirm(page: Page, count: number) {
  const importsBefore = stage.sandbox.imports.tasks.length;
  await page
    .getByTestId('push-product')
    .nth(count - 1)
    .waitFor();
  await expect.poll(() => page.getByTestId('push-confirm').isEnabled()).toBe(true);
  expect(stage.sandbox.imports.tasks).toHaveLength(importsBefore);
  await shoot(page, 'push-files-sets', { fullPage: true });
  await page.getByTestId('push-confirm').click();
  await page.getByTestId('confirm-yes').click();
  await page.locator('[data-testid="push-result"][data-status="done"]').waitFor({ timeout: 90_000 });
}

test('without a companion it says what is missing, and checks the files all the same', async () => {
  const page = await openChoice();
  const bytes = await photo('photo-1.jpg');
  await page.getByTestId('push-files-zip').setInputFiles({
    name: 'one.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(zipSync({ 'TSHIRT-red_1.jpg': bytes })),
  });
  expect(await linesOf(page)).toEqual(['TSHIRT-red 1 ready']);
  const note = page.getByTestId('push-files-no-cloud');
  expect(await note.getAttribute('data-code')).toBe('companion.missing');
  expect(await note.textContent()).toContain('Cloud storage is not connected');
  expect(await page.getByTestId('push-files-upload').isDisabled()).toBe(true);
  await page.close();
  expect((await optionsPage(options).saveCompanion(stage.companion)).state).toBe('ok');
  stage.sandbox.storage.requests.length = 0;
});

test('a ZIP becomes the new sets of its products, and what fits nowhere is named', async () => {
  const photos = await Promise.all([1, 2, 3, 4, 5].map((n) => photo(`photo-${n}.jpg`)));
  const [one, two, three, four, five] = photos as [Files[''], Files[''], Files[''], Files[''], Files['']];
  const archive = zipSync({
    'Кружка-синяя/Кружка-синяя_2.jpg': two,
    'Кружка-синяя/Кружка-синяя_1.JPG': one,
    '蓝色杯子-01_1.jpeg': [three, { level: 0 }],
    'new/ёлка_Ёлка_07.jpg': four,
    'new/ёлка_Ёлка_3.jpg': five,
    'new/0953_1.jpg': await photo('tiny.jpg'),
    'no such article_1.jpg': one,
    'front.jpg': one,
    '0953_2.webp': await photo('webp.jpg'),
    'price.txt': text('9'),
    '__MACOSX/._front.jpg': text(''),
  } as Parameters<typeof zipSync>[0]);
  const page = await openChoice();
  const buffer = Buffer.from(archive);
  await page.getByTestId('push-files-zip').setInputFiles({ name: 'new.zip', mimeType: 'application/zip', buffer });
  const lines = await linesOf(page);
  expect(lines.sort()).toEqual(
    [
      '0953 1 blocked',
      'no such article 1 unknown',
      'ёлка_Ёлка 2 ready',
      'Кружка-синяя 2 ready',
      '蓝色杯子-01 1 ready',
    ].sort(),
  );
  expect(await unmatchedIn(page)).toEqual(['front.jpg no_number', '0953_2.webp wrong_type', 'price.txt not_picture']);
  expect(await page.locator('[data-reason="picture.too_small"]').count()).toBe(1);
  await shoot(page, 'push-files', { fullPage: true });
  expect(uploadsOf()).toBe(0);

  await page.getByTestId('push-files-upload').click();
  await page.waitForURL(/files=/);
  await confirm(page, 3);
  const job = (await rows<Job>(page, 'jobs')).find(({ destination }) => destination === 'upload');
  expect(job).toMatchObject({ status: 'completed', totalArticles: 3, successImages: 5 });
  const order = lines.filter((line) => line.endsWith('ready')).map((line) => line.split(' ')[0] ?? '');
  const sets: Record<string, Uint8Array[]> = {
    'Кружка-синяя': [one, two],
    '蓝色杯子-01': [three],
    ёлка_Ёлка: [five, four],
  };
  const stored = await storedOf(page, job?.id ?? '');
  expect(stored.map((hashes) => hashes.join()).sort()).toEqual(
    Object.values(sets)
      .map((set) => set.map((bytes) => hex(bytes)).join())
      .sort(),
  );
  for (const offerId of order) {
    const { pictures } = stage.sandbox.card(productIdOf(offerId));
    const shown = await Promise.all(
      pictures.map(async (url) => new Uint8Array(await (await stage.sandbox.fetch(url)).arrayBuffer())),
    );
    expect(shown.map(hashOf)).toEqual(sets[offerId]?.map(hashOf));
  }
  expect(uploadsOf()).toBe(5);
  expect(await rows(page, 'blobs')).toEqual([]);
  await page.close();
});

test('a folder with its manifest goes on when page and worker are gone; a picture that failed can be tried again', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `photo-${index + 20}.jpg`);
  const bytes = await Promise.all(names.map(photo));
  const products = ['SET/2024/12', "12\" кабель, 'витой'", 'tilde~41'];
  const safe = (offerId: string) => offerId.replace(/["/~]/g, '_');
  const places = bytes.map((picture, index) => ({
    offerId: products[index % 3] ?? '',
    n: Math.floor(index / 3) + 1,
    picture,
  }));
  const fileOf = (offerId: string, n: number) => `${safe(offerId)}/${safe(offerId)}_${n}.jpg`;
  const pictures = places.map(({ offerId, n }) => ({
    file: fileOf(offerId, n),
    number: n,
    article: offerId,
    offer_id: offerId,
  }));
  const root = await writeFolder('Новые фото', {
    ...Object.fromEntries(places.map(({ offerId, n, picture }) => [fileOf(offerId, n), picture])),
    'manifest.json': text(JSON.stringify({ job: 'j', part: 1, pictures, failed: [] })),
    'manifest.csv': text('file,article'),
  });
  const first = await openChoice();
  await first.getByTestId('push-files-folder').setInputFiles(root);
  expect((await linesOf(first)).sort()).toEqual(products.map((offerId) => `${offerId} 4 ready`).sort());
  expect(await unmatchedIn(first)).toEqual([]);

  stage.sandbox.storage.requests.length = 0;
  stage.sandbox.storage.faults.add({ match: '_4-', kind: 'slow', ms: 1500, times: 2 });
  // Refused however often it is sent: the worker may be stopped between the refusal and the row that tells of it.
  const refused = `_3-${hex(bytes[6] ?? text('')).slice(0, 16)}`;
  stage.sandbox.storage.faults.add({ match: refused, kind: 'status', status: 403 });
  await first.getByTestId('push-files-upload').click();
  await first.waitForURL(/files=/);
  const id = uploadIn(first);
  // What was chosen is gone with the page, and the files with it.
  await first.close();
  await rm(root, { recursive: true });
  await expect.poll(uploadsOf).toBeGreaterThan(2);
  await stage.browser.stopWorkers(options);

  const page = await stage.browser.open(`push.html?files=${id}`, { width: 1000, height: 900 });
  expect((await jobEnd(page, id)).status).toBe('partial');
  await shoot(page, 'push-files-partial');
  expect(await page.getByTestId('push-files-go-on').textContent()).toContain('2');
  stage.sandbox.storage.faults.clear();
  await page.getByTestId('job-retry').click();
  await confirm(page, 3);
  const sets = products.map((offerId) =>
    places.filter((place) => place.offerId === offerId).map(({ picture }) => hex(picture)),
  );
  expect((await storedOf(page, id)).map((set) => set.join()).sort()).toEqual(sets.map((set) => set.join()).sort());
  const objects = (await stage.sandbox.storage.objects()).filter(({ key }) => key.includes(`/jobs/${id}/`));
  expect(objects).toHaveLength(12);
  expect(products.map((offerId) => stage.sandbox.card(productIdOf(offerId)).pictures.length)).toEqual([4, 4, 4]);
  expect(await rows(page, 'blobs')).toEqual([]);
});
