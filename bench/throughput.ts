import type { Page, Worker } from 'playwright-core';
import { openStage, type Stage } from '../e2e/harness/stage';
import { clearTable, jobEnd, send } from '../e2e/harness/worker-calls';
import type { StoreId } from '../lib/core/ids';
import type { Job } from '../lib/core/job';
import type { SandboxStore } from '../sandbox/stores/store';
import { uniformStore } from '../sandbox/stores/uniform-store';
import type { Protocol } from '../sandbox/tls/request';
import { startCountingRows } from './count-rows';
import { cpuTime } from './cpu-time';
import { runRival } from './rival';
import { openTrafficMeter } from './traffic-meter';

export const load = { products: 100, imagesPerProduct: 5, bytes: 300_000, delayMs: 80 };
const pictures = load.products * load.imagesPerProduct;

/** Fixed concurrencies the rival tries first; it then runs with the better one. */
const rivals: Record<Protocol, number[]> = { h1: [12, 24], h2: [24, 48] };

type Cost = { companionBytes: number; presignCalls: number; gets: number; puts: number; rows: number };
export type Measurement = {
  protocol: Protocol;
  inFlight: number;
  rival: number;
  job: number;
  ratio: number;
  /** CPU time of the whole machine, ms a picture. */
  cpu: { rival: number; job: number };
  cost: Cost;
};

type Shop = { page: Page; storeId: StoreId; articles: string[] };

const perSecond = (ms: number) => (pictures / ms) * 1000;

/** The bench's store, connected in the extension. */
export async function openShop({ sandbox, browser, companion }: Stage): Promise<Shop> {
  const [store] = sandbox.stores;
  if (!store) throw new Error('the bench has no store');
  const page = await browser.open('jobs.html');
  await send(page, 'companion.save', { url: companion.url, token: companion.token });
  const { clientId, apiKey, products } = store;
  const { id } = await send(page, 'stores.save', { name: 'Bench', clientId, apiKey });
  // A page that shows progress costs what it costs, but it is not the job.
  await page.goto(`${browser.origin}/icon.svg`);
  return { page, storeId: id, articles: products.map(({ offerId }) => offerId) };
}

/** Each run copies everything: what is known to be stored would be neither fetched nor sent. */
export async function runJob({ page, storeId, articles }: Shop): Promise<Job> {
  await clearTable(page, 'stored');
  const { id } = await send(page, 'jobs.create', { storeId, field: 'offer_id', destination: 'cloud', articles });
  const job = await jobEnd(page, id);
  if (job.status !== 'completed') throw new Error(`the job of the bench ended as ${job.status}`);
  return job;
}

/** A job that is not timed: what it asks of the companion and writes to the database, per picture. */
async function countCost(stage: Stage, shop: Shop): Promise<Cost> {
  const { sandbox, browser, companion } = stage;
  const meter = await openTrafficMeter(companion.url);
  const [worker] = browser.context.serviceWorkers();
  await send(shop.page, 'companion.save', { url: meter.url, token: companion.token });
  await worker?.evaluate(startCountingRows);
  sandbox.cdn.requests.length = 0;
  sandbox.storage.requests.length = 0;
  await runJob(shop);
  const rows = await worker?.evaluate(() => (globalThis as unknown as { counted: { rows: number } }).counted.rows);
  await send(shop.page, 'companion.save', { url: companion.url, token: companion.token });
  await meter.stop();
  return {
    companionBytes: meter.bytes() / pictures,
    presignCalls: meter.calls() / pictures,
    gets: sandbox.cdn.requests.length / pictures,
    puts: sandbox.storage.requests.filter(({ method }) => method === 'PUT').length / pictures,
    rows: (rows ?? 0) / pictures,
  };
}

const median = (rates: number[]): number => {
  const sorted = [...rates].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
};

/** The fixed concurrency at which the bare loop is fastest, by one run of each. */
async function bestInFlight(stage: Stage, worker: Worker, store: SandboxStore, candidates: number[]): Promise<number> {
  const rates: [inFlight: number, rate: number][] = [];
  for (const inFlight of candidates)
    rates.push([inFlight, perSecond(await runRival(stage, worker, store, inFlight, `try-${inFlight}`))]);
  return rates.sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

/**
 * Rival and job in turn, `rounds` times, in one browser against one sandbox. Each job is compared with the run of the
 * rival right before it: a machine that is slow for a while slows both.
 */
export async function measure(protocol: Protocol, rounds: number): Promise<Measurement> {
  const delayMs = { cdn: load.delayMs, storage: load.delayMs };
  const stage = await openStage({ stores: [uniformStore(load)], protocol, delayMs, bucket: 'disk', moving: true });
  try {
    const shop = await openShop(stage);
    const [worker] = stage.browser.context.serviceWorkers();
    const [store] = stage.sandbox.stores;
    if (!worker || !store) throw new Error('the bench has no worker or no store');
    const inFlight = await bestInFlight(stage, worker, store, rivals[protocol]);
    await runJob(shop);
    const pairs: Record<'rival' | 'job' | 'rivalCpu' | 'jobCpu', number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = cpuTime();
      const rival = perSecond(await runRival(stage, worker, store, inFlight, `${inFlight}-${round}`));
      const middle = cpuTime();
      const { createdAt, finishedAt } = await runJob(shop);
      const job = perSecond((finishedAt ?? 0) - createdAt);
      const jobCpu = (cpuTime() - middle) / pictures;
      pairs.push({ rival, job, rivalCpu: (middle - start) / pictures, jobCpu });
      console.log(`${protocol}: bare loop of ${inFlight} ${rival.toFixed(1)}/s, job ${job.toFixed(1)}/s`);
    }
    return {
      protocol,
      inFlight,
      rival: median(pairs.map(({ rival }) => rival)),
      job: median(pairs.map(({ job }) => job)),
      ratio: median(pairs.map(({ rival, job }) => job / rival)),
      cpu: { rival: median(pairs.map(({ rivalCpu }) => rivalCpu)), job: median(pairs.map(({ jobCpu }) => jobCpu)) },
      cost: await countCost(stage, shop),
    };
  } finally {
    await stage.close();
  }
}
