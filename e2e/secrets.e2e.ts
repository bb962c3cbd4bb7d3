import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiHost } from '../sandbox/hosts';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

let stage: Stage;
const said: string[] = [];

beforeAll(async () => {
  stage = await openStage({ stores: [uniformStore({ products: 5, imagesPerProduct: 2, bytes: 20_000 })] });
  stage.browser.context.on('console', (message) => said.push(message.text()));
  const [worker] = stage.browser.context.serviceWorkers();
  worker?.on('console', (message) => said.push(message.text()));
  await worker?.evaluate(() => console.log('heard'));
});
afterAll(() => stage.close());

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Files of the profile in which a text stands in clear, as UTF-8 or as UTF-16. */
async function filesWith(profile: string, text: string): Promise<string[]> {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const found: string[] = [];
  for (const path of await filesBelow(profile)) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (forms.some((form) => bytes.includes(form))) found.push(path);
  }
  return found;
}

test('key and token stay sealed, unlogged, and go to their own host only', async () => {
  const { sandbox, companion, profile } = stage;
  const [store] = sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  await configure(stage.browser, stage);
  const popup = await stage.browser.open('popup.html');
  const id = await startDownload(popup, { articles: store.products.map(({ offerId }) => offerId) });
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect((await waitForJob(jobs, id)).status).toBe('completed');

  expect(sandbox.secretsSeen(store.apiKey)).toEqual([apiHost]);
  expect(sandbox.secretsSeen(companion.token)).toEqual([]);
  // That the worker is heard at all is proven on a text of ours.
  expect(said).toContain('heard');
  expect(said.filter((line) => line.includes(store.apiKey) || line.includes(companion.token))).toEqual([]);
  expect(said.filter((line) => /X-Amz-Signature/i.test(line))).toEqual([]);

  await stage.browser.close();
  // The search itself is proven on a text that must be there.
  expect(await filesWith(profile, store.clientId)).not.toEqual([]);
  expect(await filesWith(profile, store.apiKey)).toEqual([]);
  expect(await filesWith(profile, companion.token)).toEqual([]);
});
