import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { Task } from '../lib/core/task';
import { concurrencyCeiling } from '../lib/queue/adaptive-limit';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { expectedIn, storedIn } from './harness/objects';
import { configure, startDownload, waitForJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows, send } from './harness/worker-calls';

const pictures = 300;
let stage: Stage;

afterEach(() => stage.close());

async function begin(delayMs: number): Promise<{ page: Page; id: string }> {
  const store = uniformStore({ products: 60, imagesPerProduct: pictures / 60, bytes: 60_000 });
  stage = await openStage({ stores: [store], delayMs: { cdn: delayMs, storage: delayMs } });
  await configure(stage.browser, stage);
  const popup = await stage.browser.open('popup.html');
  const id = await startDownload(popup, { articles: store.products.map(({ offerId }) => offerId) });
  return { page: popup, id };
}

const puts = () =>
  stage.sandbox.storage.requests.filter(({ method, key }) => method === 'PUT' && key.includes('/ozon/')).length;
const waitForPuts = (count: number) => expect.poll(puts, { interval: 20 }).toBeGreaterThan(count);

/** Every object once, no task left behind, and not more PUTs than kills can explain. */
async function expectWhole(page: Page, id: string, kills: number) {
  const jobs = await stage.browser.open(`jobs.html#/${id}`);
  expect(await waitForJob(jobs, id)).toMatchObject({
    status: 'completed',
    images: pictures,
    success: pictures,
    failed: 0,
  });
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  expect(await storedIn(stage)).toEqual(await expectedIn(stage, store));
  const states = (await rows<Task>(jobs, 'tasks')).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['done']));
  expect(puts()).toBeLessThanOrEqual(pictures + kills * concurrencyCeiling);
  await page.close().catch(() => undefined);
}

test('survives the worker being stopped every 2 s', async () => {
  const { page, id } = await begin(150);
  let kills = 0;
  while (puts() < pictures - 20) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await stage.browser.stopWorkers(page);
    kills += 1;
    await send(page, 'jobs.wake', null);
  }
  expect(kills).toBeGreaterThan(1);
  await expectWhole(page, id, kills);
});

test('survives kill -9 of the browser', async () => {
  const { page, id } = await begin(100);
  await waitForPuts(40);
  await stage.browser.kill();
  const atKill = puts();
  expect(atKill).toBeLessThan(pictures);
  await stage.relaunch();
  // Nobody asks: the new browser has to take the work up by itself.
  await waitForPuts(atKill + 50);
  await expectWhole(page, id, 1);
});

test('waits for a companion that is down for 10 s', async () => {
  const { page, id } = await begin(50);
  await waitForPuts(40);
  await stage.companion.stop();
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const before = puts();
  expect(before).toBeLessThan(pictures);
  await stage.companion.start();
  await expectWhole(page, id, 0);
});
