import type { Page } from 'playwright-core';
import { send } from '../e2e/harness/worker-calls';
import type { StoreId } from '../lib/core/ids';
import type { DownloadDestination } from '../lib/core/job';
import { readRecording, type Sample, startRecording, tenthsOf } from './scale-progress';
import type { WorkerWatch } from './scale-worker';

export type Shop = { page: Page; storeId: StoreId };

type List = { articles: string[]; destination: Extract<DownloadDestination, 'links' | 'cloud'> };

export type ScaleRun = {
  id: string;
  unit: 'articles' | 'pictures';
  count: number;
  /** Until the list was accepted, and from then to the end, ms. */
  createMs: number;
  totalMs: number;
  /** Ms a unit in each tenth, and CPU ms of the browser in the first and in the last. */
  tenths: number[];
  cpu: { first: number; last: number };
  /** Of the worker, MB: most at any look; after a clean-up a tenth into the job, and at its end. */
  heap: { most: number; early: number; end: number };
  /** Growth of the database, bytes a unit. */
  bytes: number;
};

/** A job of the bench that has done nothing for so long will not end. */
const stalledMs = 120_000;

const lookMs = 200;

/** Waits for something and looks on meanwhile. */
async function lookingOn<T>(work: Promise<T>, look: () => Promise<void>): Promise<T> {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await look();
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, lookMs))]);
  }
  return done;
}

const isOpen = (status: string) => status === '' || status === 'pending' || status === 'processing';
const usage = (page: Page) => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);

/** CPU time a unit between two shares of a job, from looks at both. */
function cpuBetween(looks: Sample[], total: number, from: number, to: number): number {
  const at = (share: number) => looks.find(({ done }) => done >= total * share);
  const [begin, end] = [at(from), at(to)];
  return begin && end && end.done > begin.done ? (end.at - begin.at) / (end.done - begin.done) : Number.NaN;
}

/** Runs one job to its end and watches it. */
export async function runScaled({ page, storeId }: Shop, watch: WorkerWatch, list: List): Promise<ScaleRun> {
  const { articles, destination } = list;
  const isLinks = destination === 'links';
  const sizeBefore = await usage(page);
  const heap = { most: 0, early: Number.NaN, end: 0 };
  const look = async () => {
    heap.most = Math.max(heap.most, await watch.heapMb());
  };
  const asked = Date.now();
  const creating = send(page, 'jobs.create', { storeId, field: 'offer_id', destination, articles });
  const { id } = await lookingOn(creating, look);
  const created = Date.now();
  await page.evaluate(startRecording, { id, unit: isLinks ? ('processed' as const) : ('successImages' as const) });
  // CPU ms in place of the time.
  const cpu: Sample[] = [];
  for (let status = ''; isOpen(status); await page.waitForTimeout(lookMs)) {
    const recording = await page.evaluate(readRecording);
    const { at, done } = recording.samples.at(-1) ?? { at: created, done: 0 };
    if (Date.now() - at > stalledMs) throw new Error(`the job of the bench stands still at ${done}`);
    if (done > 0) cpu.push({ at: (await watch.cpuSeconds()) * 1000, done });
    await look();
    if (Number.isNaN(heap.early) && done > 0) heap.early = await watch.cleanHeapMb();
    status = recording.status;
  }
  const { samples, status } = await page.evaluate(readRecording);
  if (status !== 'completed') throw new Error(`the job of the bench ended as ${status}`);
  const count = samples.at(-1)?.done ?? 0;
  heap.end = await watch.cleanHeapMb();
  return {
    id,
    unit: isLinks ? 'articles' : 'pictures',
    count,
    createMs: created - asked,
    totalMs: (samples.at(-1)?.at ?? created) - created,
    tenths: tenthsOf(samples),
    cpu: { first: cpuBetween(cpu, count, 0, 0.1), last: cpuBetween(cpu, count, 0.9, 1) },
    heap,
    bytes: ((await usage(page)) - sizeBefore) / count,
  };
}
