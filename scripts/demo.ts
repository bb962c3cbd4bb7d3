import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { compareObjects, type Difference } from '../e2e/harness/objects';
import { configure, startDownload } from '../e2e/harness/pages';
import { openStage, type Stage } from '../e2e/harness/stage';
import { rows } from '../e2e/harness/worker-calls';
import type { Item, Job } from '../lib/core/job';
import { ensureChromium } from './chromium';

const { values: options } = parseArgs({ options: { open: { type: 'boolean', default: false } } });
const pictures = resolve('demo-result');
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

const say = (text: string) => console.log(text);

function build() {
  say('Building the extension …');
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'wxt', 'build'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\nThe build failed: see the lines above.`);
  process.exit(1);
}

const shoot = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

/** Follows a job in one line of the terminal until it has ended. */
async function follow(page: Page, id: string): Promise<Job> {
  for (;;) {
    const job = (await rows<Job>(page, 'jobs')).find((row) => row.id === id);
    if (job && process.stdout.isTTY) {
      process.stdout.write(
        `\r  ${job.processed}/${job.totalArticles} articles, ${job.successImages}/${job.totalImages} pictures `,
      );
    }
    if (job?.finishedAt) {
      if (process.stdout.isTTY) process.stdout.write('\n');
      return job;
    }
    await page.waitForTimeout(200);
  }
}

async function download(stage: Stage): Promise<{ job: Job; items: Item[] }> {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  say('Setting up store and companion on the options page …');
  const settings = await configure(stage.browser, stage);
  await shoot(settings, '1-options');

  say(`Downloading ${store.products.length} products from the popup …`);
  const popup = await stage.browser.open('popup.html', { width: 400, height: 640 });
  const id = await startDownload(popup, { articles: store.products.map(({ offerId }) => offerId) });
  await shoot(popup, '2-popup');
  const job = await follow(popup, id);
  await shoot(popup, '3-popup-done');
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  await jobs.getByTestId('job-item').first().waitFor();
  await shoot(jobs, '4-job');
  return { job, items: await rows<Item>(jobs, 'items') };
}

function report(job: Job, items: Item[], differences: Difference[]) {
  const seconds = ((job.finishedAt ?? 0) - (job.startedAt ?? 0)) / 1000;
  const lines: [string, string][] = [
    ['articles', `${job.processed} of ${job.totalArticles}`],
    ['pictures', `${job.successImages} of ${job.totalImages}`],
    ['stored objects', `${job.successImages - differences.length} equal to their source byte for byte`],
    ['bytes', `${(job.bytes / 1024 / 1024).toFixed(1)} MiB`],
    ['seconds', seconds.toFixed(1)],
    ['pictures/s', (job.successImages / Math.max(seconds, 0.001)).toFixed(1)],
    ['failures', String(job.failedImages + job.failedArticles)],
    ['screenshots', `${relative('.', pictures)}/`],
  ];
  say('');
  for (const [name, value] of lines) say(`  ${name.padEnd(15)} ${value}`);
  for (const { article, error, status } of items) if (status === 'failed') say(`  failed: ${article}: ${error?.code}`);
  for (const { key, problem } of differences) say(`  ${problem}: ${key}`);
  say('');
}

async function untilClosed(stage: Stage) {
  const portal = await stage.browser.context.newPage();
  await portal.goto('https://seller.ozon.ru/app/products');
  say('The browser stays open for you to try; close it, or press Ctrl+C, to end.');
  await stage.browser.context.waitForEvent('close', { timeout: 0 });
}

ensureChromium();
build();
await mkdir(pictures, { recursive: true });
if (options.open && !hasScreen) say('There is no screen here, so the browser stays hidden and --open has no effect.');
say('Starting sandbox, companion and Chromium …');
const visible = options.open && hasScreen;
const stage = await openStage({ headless: !visible, moving: true });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stage.close().finally(() => process.exit(130)));
}
try {
  say('Drawing the pictures of the sandbox …');
  const [store] = stage.sandbox.stores;
  if (store) await stage.sandbox.expectedObjects(store);
  const { job, items } = await download(stage);
  const differences = await compareObjects(stage);
  report(job, items, differences);
  process.exitCode = job.status === 'completed' && differences.length === 0 ? 0 : 1;
  if (visible) await untilClosed(stage);
} finally {
  await stage.close();
}
