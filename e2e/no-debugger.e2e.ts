import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { findChromium } from '../scripts/chromium';
import { buildDir, chromiumArguments } from './harness/browser';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

const pictures = 60;
const secondsEach = 2;
let stage: Stage;

beforeAll(async () => {
  const store = uniformStore({ products: 12, imagesPerProduct: 5, bytes: 20_000 });
  stage = await openStage({ stores: [store], delayMs: { cdn: secondsEach * 1000 } });
});
afterAll(() => stage.close());

// A debugger switches the idle timeout off, so every other test would pass without the keep-alive.
test('a job of two minutes runs to its end with no page open and no debugger attached', async () => {
  const { sandbox, profile } = stage;
  const [store] = sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  await configure(stage.browser, stage, { concurrency: 1 });
  const popup = await stage.browser.open('popup.html');
  const id = await startDownload(popup, { articles: store.products.map(({ offerId }) => offerId) });
  await stage.browser.close();
  const before = sandbox.storage.requests.length;

  const browser = spawn(
    findChromium() ?? '',
    [
      ...chromiumArguments(sandbox.resolverRules, buildDir),
      '--headless=new',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  try {
    const puts = () => sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/'));
    await expect.poll(() => puts().length, { timeout: 230_000, interval: 500 }).toBeGreaterThanOrEqual(pictures);
    const own = puts().slice(before === 0 ? 0 : -pictures);
    const times = own.map(({ time }) => time);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(110_000);
    // Started again by the alarm, a stopped worker would leave holes of half a minute.
    const holes = times.slice(1).map((time, index) => time - (times[index] ?? time));
    expect(Math.max(...holes)).toBeLessThan(15_000);
  } finally {
    browser.kill('SIGTERM');
    await new Promise((resolve) => browser.once('exit', resolve));
  }
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
    await rm(join(profile, name), { force: true });

  const again = await stage.relaunch();
  const jobs = await again.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({ status: 'completed', success: pictures, failed: 0 });
}, 300_000);
