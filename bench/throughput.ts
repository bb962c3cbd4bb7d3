import type { Page, Worker } from 'playwright-core';
import { openStage, type Stage } from '../e2e/harness/stage';
import { jobEnd, send } from '../e2e/harness/worker-calls';
import type { Job } from '../lib/core/job';
import { presignBatchAnswer } from '../lib/storage/companion-api';
import { uniformStore } from '../sandbox/stores/uniform-store';
import type { Protocol } from '../sandbox/tls/request';
import { type BareCopy, bareLoop } from './bare-loop';
import { startCountingWrites } from './count-writes';
import { openTrafficMeter } from './traffic-meter';

export const load = { products: 100, imagesPerProduct: 5, bytes: 300_000, delayMs: 80 };
const pictures = load.products * load.imagesPerProduct;

/** Fixed concurrencies the rival tries; its best one counts. */
const rivals: Record<Protocol, number[]> = { h1: [12, 24], h2: [24, 48] };

export type Measurement = {
  protocol: Protocol;
  bare: { inFlight: number; perSecond: number };
  job: { perSecond: number };
  ratio: number;
  companionBytes: number;
  requests: { cdn: number; storage: number; companion: number };
  writes: { rows: number; transactions: number };
};

const perSecond = (ms: number) => (pictures / ms) * 1000;
const best = (values: number[]) => Math.max(...values);

async function presignBare({ sandbox, companion }: Stage, tag: string): Promise<BareCopy[]> {
  const [store] = sandbox.stores;
  const sources = await sandbox.expectedObjects(store ?? uniformStore(load));
  const items = sources.map(({ n, offerId, size, sha256 }) => ({
    r2_path: `users/${companion.userId}/bare-${tag}/${offerId}_${n}.jpg`,
    content_type: 'image/jpeg',
    content_length: size,
    checksum_sha256: sha256,
  }));
  const answer = await fetch(`${companion.url}/api/v1/r2/presigned-urls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${companion.token}` },
    body: JSON.stringify({ items }),
  });
  const signed = presignBatchAnswer.parse(await answer.json()).items;
  return sources.map(({ url }, index) => {
    const upload = signed[index];
    if (!upload || !('upload_url' in upload)) throw new Error('the companion refused a picture of the bench');
    return { from: url, to: upload.upload_url, headers: upload.headers };
  });
}

async function runBare(stage: Stage, worker: Worker, inFlight: number, round: number): Promise<number> {
  const copies = await presignBare(stage, `${inFlight}-${round}`);
  return worker.evaluate(bareLoop, { copies, inFlight });
}

async function runJob(page: Page, storeId: string, articles: string[]): Promise<Job> {
  const input = { storeId, field: 'offer_id', destination: 'cloud', articles } as never;
  const { id } = await send(page, 'jobs.create', input);
  return jobEnd(page, id);
}

/** Rival and job in turn, `rounds` times, in one browser against one sandbox; the best of each is compared. */
export async function measure(protocol: Protocol, rounds: number): Promise<Measurement> {
  const delayMs = { cdn: load.delayMs, storage: load.delayMs };
  const stage = await openStage({ stores: [uniformStore(load)], protocol, delayMs, bucket: 'disk' });
  const meter = await openTrafficMeter(stage.companion.url);
  try {
    const { sandbox, browser } = stage;
    const page = await browser.open('options.html');
    const [worker] = browser.context.serviceWorkers();
    const [store] = sandbox.stores;
    if (!worker || !store) throw new Error('the bench has no worker or no store');
    await send(page, 'companion.save', { url: meter.url, token: stage.companion.token });
    const { clientId, apiKey, products } = store;
    const { id } = await send(page, 'stores.save', { name: 'Bench', clientId, apiKey });
    const articles = products.map(({ offerId }) => offerId);
    await runJob(page, id, articles.slice(0, 4));

    const bare = new Map<number, number[]>(rivals[protocol].map((inFlight) => [inFlight, []]));
    const jobs: number[] = [];
    let counted: Omit<Measurement, 'protocol' | 'bare' | 'job' | 'ratio'> | undefined;
    await worker.evaluate(startCountingWrites);
    for (let round = 0; round < rounds; round += 1) {
      for (const [inFlight, times] of bare) times.push(perSecond(await runBare(stage, worker, inFlight, round)));
      sandbox.cdn.requests.length = 0;
      sandbox.storage.requests.length = 0;
      const before = { bytes: meter.bytes(), writes: await writeCounts(worker) };
      const job = await runJob(page, id, articles);
      if (job.status !== 'completed') throw new Error(`the job of the bench ended as ${job.status}`);
      jobs.push(perSecond((job.finishedAt ?? 0) - job.createdAt));
      const after = await writeCounts(worker);
      counted = {
        companionBytes: (meter.bytes() - before.bytes) / pictures,
        requests: {
          cdn: sandbox.cdn.requests.length / pictures,
          storage: sandbox.storage.requests.length / pictures,
          companion: 0,
        },
        writes: {
          rows: (after.rows - before.writes.rows) / pictures,
          transactions: (after.transactions - before.writes.transactions) / pictures,
        },
      };
      console.log(
        protocol,
        [...bare].map(([inFlight, times]) => `${inFlight}: ${times.at(-1)?.toFixed(1)}`),
        'job',
        jobs.at(-1)?.toFixed(1),
      );
    }
    const [inFlight = 0, rate = 0] =
      [...bare].map(([at, times]) => [at, best(times)] as const).sort((a, b) => b[1] - a[1])[0] ?? [];
    if (!counted) throw new Error('the bench ran no round');
    return {
      protocol,
      bare: { inFlight, perSecond: rate },
      job: { perSecond: best(jobs) },
      ratio: best(jobs) / rate,
      ...counted,
    };
  } finally {
    await stage.close();
    await meter.stop();
  }
}

const writeCounts = (worker: Worker): Promise<{ rows: number; transactions: number }> =>
  worker.evaluate(() => (globalThis as unknown as { writeCounts: { rows: number; transactions: number } }).writeCounts);
