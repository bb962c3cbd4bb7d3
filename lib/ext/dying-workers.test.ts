import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JobId } from '../core/ids';
import type { Destination, JobStatus } from '../core/job';
import type { NewTask, Task, TaskKind } from '../core/task';
import { pictureTaskId } from '../pipeline/picture-task';
import type { Outcome } from '../queue/ports';
import { claim as claimOf } from '../queue/testing/claim';
import { seedJob } from '../queue/testing/rows';
import { Database } from './db';
import { createDexieTaskStore } from './dexie-task-store';
import { tasksBetween } from './task-bundles';

const jobs: { id: JobId; kind: TaskKind; destination: Destination }[] = [
  { id: 'one' as JobId, kind: 'copy-image', destination: 'cloud' },
  { id: 'two' as JobId, kind: 'keep-image', destination: 'disk' },
];
const error = { code: 'cdn.unreachable' as const, params: {} };

const anyJob = fc.constantFrom(...jobs);
const step = fc.oneof(
  fc.record({ type: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    type: fc.constant('settle' as const),
    take: fc.integer({ min: 1, max: 6 }),
    as: fc.constantFrom('done', 'failed', 'retry', 'released'),
    isWritten: fc.nat(5).map((n) => n > 0),
  }),
  fc.record({ type: fc.constant('die' as const) }),
  fc.record({ type: fc.constant('pause' as const), job: anyJob }),
  fc.record({ type: fc.constant('resume' as const), job: anyJob }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Each picture of a job, by the numbers of pictures its products have. */
const picturesOf = (id: JobId, products: number[]) =>
  products.flatMap((count, seq) =>
    Array.from({ length: count }, (_, at) => ({ id: pictureTaskId(id, seq, at + 1), seq })),
  );

let opened = 0;

/** Two jobs that have found products with so many pictures each. */
async function openDesk(products: number[]) {
  const db = new Database(`dying-${++opened}`);
  let store = createDexieTaskStore(db);
  let held: Task[] = [];
  let isFull = false;
  db.jobs.hook('updating', () => {
    if (isFull) throw new Error('disk full');
  });
  for (const { id, kind, destination } of jobs) {
    const seed = seedJob(id, products.length, { destination, totalImages: 0, openTasks: 2 });
    await db.jobs.bulkAdd(seed.jobs);
    await db.items.bulkAdd(seed.items.map((item) => ({ ...item, totalImages: products[item.seq] ?? 0 })));
    // Two parts of its pictures, the second written first: a product may be in both.
    const pictures: NewTask[] = picturesOf(id, products).map(({ id, seq }) => ({ id, kind, input: { seq } }));
    const parts = [pictures.slice(Math.ceil(pictures.length / 2)), pictures.slice(0, Math.ceil(pictures.length / 2))];
    const rows = parts.map(
      (_, at) => ({ ...seed.tasks[0], id: `${id}/enqueue/${at}`, kind: 'enqueue-images' }) as Task,
    );
    await db.tasks.bulkAdd(rows);
    const made = (await claimOf(store, 'enqueue-images', 4, 0)).map(
      (task, at): Outcome => ({ task, type: 'done', output: null, changes: [], spawn: parts[at] ?? [] }),
    );
    await store.settle(made, 0);
    store.look();
  }

  const setStatus = async (id: JobId, from: JobStatus[], status: JobStatus) => {
    await db.jobs.where({ id }).modify((row) => {
      if (from.includes(row.status)) row.status = status;
    });
    store.look();
  };
  const claim = async (limit: number) => {
    const claimed = await Promise.all(jobs.map(({ kind }) => claimOf(store, kind, limit, 100)));
    held.push(...claimed.flat());
    return claimed.flat().length;
  };
  const die = () => {
    store = createDexieTaskStore(db);
    held = [];
  };
  const settle = async (take: number, as: string, isWritten = true) => {
    isFull = !isWritten;
    const written = store.settle(
      held.splice(0, take).map((task) => outcomeOf(task, as)),
      100,
    );
    await written.then(() => store.look(), die);
    isFull = false;
  };

  const apply = (now: Step) => {
    if (now.type === 'claim') return claim(now.limit);
    if (now.type === 'settle') return settle(now.take, now.as, now.isWritten);
    if (now.type === 'pause') return setStatus(now.job.id, ['pending', 'processing'], 'paused');
    if (now.type === 'resume') return setStatus(now.job.id, ['paused'], 'processing');
    return die();
  };
  /** A last worker does what is left, all of it with success. */
  const finish = async () => {
    for (const { id } of jobs) await setStatus(id, ['paused'], 'processing');
    die();
    while ((await claim(5)) > 0) await settle(99, 'done');
  };
  return { db, apply, finish };
}

function outcomeOf(task: Task, as: string): Outcome {
  const { seq } = task.input as { seq: number };
  if (as === 'failed') return { task, type: 'failed', error, changes: [{ seq, failed: 1, error }] };
  if (as === 'retry') return { task, type: 'retry', error, runAt: 50 };
  if (as === 'released') return { task, type: 'released' };
  return { task, type: 'done', output: {}, changes: [{ seq, succeeded: 1 }], spawn: [] };
}

it('whatever dies, fails or pauses when: each picture ends once, is counted once, and nothing is left', async () => {
  const products = fc.array(fc.nat(4), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(products, fc.array(step, { maxLength: 30 }), async (counts, steps) => {
      const { db, apply, finish } = await openDesk(counts);
      for (const one of steps) await apply(one);
      await finish();
      for (const { id } of jobs) {
        const ids = picturesOf(id, counts).map((picture) => picture.id);
        const rows = await tasksBetween(db, `${id}/image/`, `${id}/image0`);
        expect(rows.map((row) => row.id)).toEqual(ids);
        expect(rows.filter(({ state }) => state !== 'done' && state !== 'failed')).toEqual([]);
        const job = await db.jobs.get(id);
        expect(job?.openTasks).toBe(0);
        expect(['completed', 'partial', 'failed']).toContain(job?.status);
        expect((job?.successImages ?? 0) + (job?.failedImages ?? 0)).toBe(ids.length);
        expect(job?.failedImages).toBe(rows.filter(({ state }) => state === 'failed').length);
        const items = (await db.items.toArray()).filter(({ jobId }) => jobId === id);
        expect(items.map((item) => item.successImages + item.failedImages)).toEqual(counts);
      }
      expect(await db.bundles.where('[open+id]').above([1]).count()).toBe(0);
      db.close();
    }),
    { numRuns: 50 },
  );
}, 60_000);
