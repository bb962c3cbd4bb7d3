import { spawnSync } from 'node:child_process';
import { readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { saveIntoFolder } from '../e2e/harness/downloads';
import { openStage, type Stage } from '../e2e/harness/stage';
import { jobEnd, send } from '../e2e/harness/worker-calls';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { browserMemory, watchMemory } from './browser-memory';

/** Pictures of one archive. All are valid JPEGs, filled up with empty segments. */
export type ZipLoad = { products: number; imagesPerProduct: number; bytes: number };

export type ZipMemory = {
  load: ZipLoad;
  /** Sum of the browser's processes before the job, and the most during it; bytes. */
  idle: number;
  peak: number;
  looks: number;
  seconds: number;
  archives: { name: string; bytes: number; test: 'ok' | 'broken' | 'no unzip here' }[];
};

/** The browser's first process holds the lock of its profile. */
async function browserProcess(profile: string): Promise<number> {
  const target = await readlink(join(profile, 'SingletonLock'));
  return Number(target.slice(target.lastIndexOf('-') + 1));
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function startJob(stage: Stage, page: Page): Promise<string> {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the bench has no store');
  const { clientId, apiKey, products } = store;
  const { id: storeId } = await send(page, 'stores.save', { name: 'Bench', clientId, apiKey });
  const articles = products.map(({ offerId }) => offerId);
  const { id } = await send(page, 'jobs.create', { storeId, field: 'offer_id', destination: 'disk', articles });
  return id;
}

function testArchive(file: string): 'ok' | 'broken' | 'no unzip here' {
  const { error, status } = spawnSync('unzip', ['-tqq', file], { stdio: 'ignore' });
  if (error) return 'no unzip here';
  return status === 0 ? 'ok' : 'broken';
}

/** One job to disk, and what the browser needs of memory while it runs. */
export async function measureZip(load: ZipLoad, partMb: number): Promise<ZipMemory> {
  const stage = await openStage({
    stores: [uniformStore(load)],
    protocol: 'h1',
    bucket: 'disk',
    moving: true,
    savesItself: true,
  });
  try {
    const { folder, page } = await saveIntoFolder(stage);
    await send(page, 'settings.save', { diskMode: 'zip', diskPartMb: partMb, timeoutS: 300, notify: false });
    await page.goto(`${stage.browser.origin}/icon.svg`);
    const root = await browserProcess(stage.profile);
    await sleep(3000);
    const idle = await browserMemory(root);
    const stopWatching = watchMemory(root, 200);
    const id = await startJob(stage, page);
    const job = await jobEnd(page, id, 30 * 60_000);
    const { peak, looks } = await stopWatching();
    if (job.status !== 'completed') throw new Error(`the job of the bench ended as ${job.status}`);
    const archives = [];
    for (const name of (await readdir(folder)).sort()) {
      const file = join(folder, name);
      archives.push({ name, bytes: (await stat(file)).size, test: testArchive(file) });
    }
    const seconds = ((job.finishedAt ?? 0) - job.createdAt) / 1000;
    return { load, idle, peak, looks, seconds, archives };
  } finally {
    // The profile goes with it, and the archives in it.
    await stage.close();
  }
}
