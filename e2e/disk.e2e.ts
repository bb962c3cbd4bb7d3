import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { usualDisk } from '../lib/core/disk';
import { readZip } from '../lib/core/testing/read-zip';
import { buildDir } from './harness/browser';
import { archivesLeft, emptyFolder, filesIn, restartSaving, saveIntoFolder } from './harness/downloads';
import { configure, optionsPage, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows, send } from './harness/worker-calls';

let stage: Stage;
let folder: string;
let popup: Page;

async function begin(options: { extensionDir?: string } = {}) {
  stage = await openStage({ ...options, savesItself: true });
  await configure(stage.browser, stage);
  ({ folder, page: popup } = await saveIntoFolder(stage));
}
beforeAll(() => begin());
afterAll(() => stage.close());
beforeEach(async () => {
  for (const page of stage.browser.context.pages()) if (page !== popup) await page.close();
  await emptyFolder(folder);
  await forgetDownloads(popup);
  await setDisk({ diskMode: usualDisk.mode, diskTemplate: usualDisk.template, diskPartMb: usualDisk.partMb });
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The usual program of others, where there is one. */
function testWithUnzip(name: string) {
  const { error, status, stdout } = spawnSync('unzip', ['-t', join(folder, name)], { encoding: 'utf8' });
  if (error) return;
  expect(stdout).toContain('No errors detected');
  expect(status).toBe(0);
}

async function demoPictures() {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  return {
    store,
    articles: store.products.map(({ offerId }) => offerId),
    pictures: await stage.sandbox.expectedObjects(store),
  };
}

const setDisk = async (changes: { diskMode?: 'zip' | 'files'; diskTemplate?: string; diskPartMb?: number }) =>
  send(popup, 'settings.save', changes);

async function download(articles: string[]) {
  const id = await startDownload(popup, { articles, destination: 'disk' });
  const page = await stage.browser.open(`jobs.html#/${id}`);
  return { id, page, job: await waitForJob(page, id) };
}

test('saves a store as a ZIP with the true names and bytes', async () => {
  const { articles, pictures } = await demoPictures();
  const { job } = await download([...articles, 'нет такого']);
  expect(job).toMatchObject({ status: 'partial', images: pictures.length, success: pictures.length, failed: 0 });

  const files = await filesIn(folder);
  expect([...files.keys()]).toEqual([expect.stringMatching(/^ozon-images-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.zip$/)]);
  testWithUnzip([...files.keys()][0] ?? '');
  const entries = readZip([...files.values()][0] ?? new Uint8Array());
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  expect(byName.size).toBe(pictures.length + 2);
  for (const name of ['Кружка-синяя/Кружка-синяя_1.jpg', '蓝色杯子-01/蓝色杯子-01_2.jpg', 'fun🎁box/fun🎁box_3.jpg'])
    expect([...byName.keys()].map((known) => known.replace(/\w+$/, 'jpg'))).toContain(name);
  const manifest = JSON.parse(new TextDecoder().decode(byName.get('manifest.json')?.bytes));
  expect(manifest.failed).toMatchObject([{ article: 'нет такого', error: 'product.not_found' }]);
  for (const picture of pictures) {
    const row = manifest.pictures.find((known: { source_url: string }) => known.source_url === picture.url);
    expect(row).toMatchObject({ offer_id: picture.offerId, number: picture.n, sha256: picture.sha256 });
    expect(row.file.endsWith(`.${picture.extension}`)).toBe(true);
    expect(hash(byName.get(row.file)?.bytes ?? new Uint8Array())).toBe(picture.sha256);
  }
  // Nothing is kept once it is saved.
  expect(await rows(popup, 'blobs')).toEqual([]);
  expect(await archivesLeft(popup)).toEqual([]);
});

test('saves files into folders, each with its bytes', async () => {
  await setDisk({ diskMode: 'files', diskTemplate: 'Фото/{offer_id}/{offer_id}_{nn}' });
  const { articles, pictures } = await demoPictures();
  const { job, page } = await download(articles.slice(0, 20));
  const expected = pictures.filter(({ offerId }) => articles.indexOf(offerId) < 20);
  expect(job).toMatchObject({ status: 'completed', success: expected.length });
  expect(await page.getByTestId('job-notice').count()).toBe(0);
  const all = await filesIn(folder);
  const lists = [...all.keys()].filter((name) => name.startsWith('manifest-'));
  const files = new Map([...all].filter(([name]) => !lists.includes(name)));
  expect([...files.values()].map(hash).sort()).toEqual(expected.map(({ sha256 }) => sha256).sort());
  const names = [...files.keys()];
  expect(lists.map((name) => name.replace(/-[-0-9a-f]+/, '')).sort()).toEqual(['manifest.csv', 'manifest.json']);
  const listed = JSON.parse(new TextDecoder().decode(all.get(lists.find((name) => name.endsWith('.json')) ?? '')));
  expect(listed.pictures.map(({ file }: { file: string }) => file).sort()).toEqual([...names].sort());
  expect(names).toContain('Фото/SET_2024_12/SET_2024_12_01.jpg'.replace(/jpg$/, endingOf(expected, 'SET/2024/12', 1)));
  expect(names).toContain(`Фото/蓝色杯子-01/蓝色杯子-01_02.${endingOf(expected, '蓝色杯子-01', 2)}`);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(expected.length);
});

const endingOf = (pictures: { offerId: string; n: number; extension: string }[], offerId: string, n: number) =>
  pictures.find((picture) => picture.offerId === offerId && picture.n === n)?.extension ?? '';

test('splits archives by size', async () => {
  await setDisk({ diskPartMb: 1 });
  const { articles, pictures } = await demoPictures();
  const some = new Set(articles.slice(0, 15));
  const expected = pictures.filter(({ offerId }) => some.has(offerId));
  const { job } = await download([...some]);
  expect(job).toMatchObject({ success: expected.length });
  const files = await filesIn(folder);
  expect(files.size).toBeGreaterThan(1);
  const names = [...files.values()]
    .flatMap((bytes) => readZip(bytes).map(({ name }) => name))
    .filter((name) => !/^manifest/.test(name));
  expect(new Set(names).size).toBe(expected.length);
  for (const bytes of files.values()) expect(bytes.length).toBeLessThan(1.5 * 1024 * 1024);
});

test('shows what a template makes, and keeps no template that could not be unique', async () => {
  const page = await stage.browser.open('options.html');
  const { field } = optionsPage(page);
  await field('setting-disk-template').fill('{sku}/{nn}');
  await expect.poll(() => field('disk-template-preview').textContent()).toContain('5865629857/01.jpg');
  await field('setting-disk-template').fill('{offer_id}/photo');
  await page.locator('[data-testid="setting-disk-template"][aria-invalid="true"]').waitFor();
  expect(await field('disk-template-preview').count()).toBe(0);
  await expect(setDisk({ diskTemplate: '{n}' })).rejects.toThrow('template.no_product');
  const again = await stage.browser.open('options.html');
  expect(await again.getByTestId('setting-disk-template').inputValue()).toBe('{sku}/{nn}');
});

test('pauses when the browser asks where to save each file', async () => {
  popup = await restartSaving(stage, folder, true);
  await setDisk({ diskMode: 'files' });
  const { articles, pictures } = await demoPictures();
  const id = await startDownload(popup, { articles: articles.slice(0, 8), destination: 'disk' });
  const page = await stage.browser.open(`jobs.html#/${id}`);
  await page.locator('[data-testid="job"][data-status="paused"]').waitFor();
  expect(await page.getByTestId('job-notice').getAttribute('data-code')).toBe('disk.asks_where');
  // One window and not one for each: the others wait for what becomes of the first.
  expect((await downloadsOf(popup)).length).toBeLessThanOrEqual(1);

  popup = await restartSaving(stage, folder, false);
  const again = await stage.browser.open(`jobs.html#/${id}`);
  await again.getByTestId('job-resume').click();
  const expected = pictures.filter(({ offerId }) => articles.indexOf(offerId) < 8);
  expect(await waitForJob(again, id)).toMatchObject({ status: 'completed', success: expected.length, failed: 0 });
  const files = [...(await filesIn(folder))].filter(([name]) => !name.startsWith('manifest-'));
  expect(files.map(([, bytes]) => hash(bytes)).sort()).toEqual(expected.map(({ sha256 }) => sha256).sort());
});

declare const chrome: {
  downloads: { search(query: object): Promise<{ state: string }[]>; erase(query: object): Promise<unknown> };
};

const downloadsOf = (page: Page) => page.evaluate(() => chrome.downloads.search({}));
const forgetDownloads = (page: Page) => page.evaluate(() => chrome.downloads.erase({}));

/** An extension that gives every download a name of its own. */
async function renamingExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oib-renaming-'));
  const manifest = {
    ...{ manifest_version: 3, name: 'Renames', version: '1', permissions: ['downloads'] },
    background: { service_worker: 'rename.js' },
  };
  const listener = "({ id }, suggest) => suggest({ filename: 'file-' + id + '.jpg' })";
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'rename.js'), `chrome.downloads.onDeterminingFilename.addListener(${listener});`);
  return folder;
}

test('notices once that another extension changes names, and saves everything', async () => {
  const other = await renamingExtension();
  await stage.close();
  await begin({ extensionDir: `${buildDir},${other}` });
  await setDisk({ diskMode: 'files' });
  const { articles, pictures } = await demoPictures();
  const { job, page } = await download(articles.slice(0, 2));
  const expected = pictures.filter(({ offerId }) => articles.indexOf(offerId) < 2);
  expect(job).toMatchObject({ status: 'completed', success: expected.length });
  // With the list of them, as JSON and as CSV.
  expect((await filesIn(folder)).size).toBe(expected.length + 2);
  expect([...(await filesIn(folder)).keys()][0]).toMatch(/^file-\d+/);
  await expect.poll(() => page.getByTestId('job-notice').getAttribute('data-code')).toBe('disk.renamed');
  await rm(other, { recursive: true });
});
