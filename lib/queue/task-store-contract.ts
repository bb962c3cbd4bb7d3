import { describe, expect, it } from 'vitest';
import type { StoredFolder, StoredPicture } from '../core/stored-picture';
import type { Task } from '../core/task';
import { appendContract } from './append-contract';
import { claimContract } from './claim-contract';
import type { Outcome, TaskStore } from './ports';
import { claim } from './testing/claim';
import { joinSeeds, type Seed, seedJob } from './testing/rows';

type Read = Seed & { stored: StoredFolder[] };
export type OpenTaskStore = (seed: Seed) => Promise<{ store: TaskStore; read(): Promise<Read> }>;

const failure = { code: 'cdn.not_found', params: {} } as const;
const ids = (tasks: Task[]) => tasks.map(({ id }) => id);
const states = ({ tasks }: Seed) => Object.fromEntries(tasks.map(({ id, state }) => [id, state]));

const seqOf = (task: Task) => Number(task.id.split('/')[2]);
const done = (task: Task): Outcome & { type: 'done' } => ({
  task,
  type: 'done',
  output: { key: task.id },
  changes: [{ seq: seqOf(task), succeeded: 1, bytes: 10 }],
  spawn: [],
});
const failed = (task: Task): Outcome => ({
  task,
  type: 'failed',
  error: failure,
  changes: [{ seq: seqOf(task), failed: 1, error: failure }],
});

const storedAt = (slot: string, place: string): StoredPicture => ({
  ...{ slot, place, source: 'https://cdn/1.jpg', key: `${slot}.jpg`, publicUrl: `https://public/${slot}.jpg` },
  ...{ etag: null, size: 1, sha256: 's', contentType: 'image/jpeg' },
});

/** What every TaskStore must do; run it on each implementation. */
export function taskStoreContract(open: OpenTaskStore): void {
  describe('claim', () => claimContract(open));
  describe('settle', () => settleContract(open));
  describe('append', () => appendContract(open));
  describe('recover and nextRunAt', () => lookContract(open));
}

function settleContract(open: OpenTaskStore) {
  it('writes tasks, lines and counters together, and ends the job with its last task', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const [first, second] = await claim(store, 'copy-image', 2, 5);
    await store.settle(first ? [done(first)] : [], 6);
    expect((await read()).jobs).toMatchObject([
      { status: 'processing', openTasks: 1, processed: 1, successImages: 1, bytes: 10, finishedAt: null },
    ]);
    await store.settle(second ? [failed(second)] : [], 7);
    const { jobs, items, tasks } = await read();
    expect(jobs).toMatchObject([
      { status: 'partial', openTasks: 0, processed: 2, failedArticles: 1, failedImages: 1, bytes: 10, finishedAt: 7 },
    ]);
    expect(items).toMatchObject([{ status: 'success' }, { status: 'failed', error: failure }]);
    expect(tasks).toMatchObject([
      { state: 'done', attempts: 1, output: { key: 'job/image/0' }, error: null },
      { state: 'failed', attempts: 1, error: failure },
    ]);
  });

  it('counts many outcomes of one line and job in one go', async () => {
    const { store, read } = await open(seedJob('job', 9));
    await store.settle((await claim(store, 'copy-image', 9, 5)).map(done), 6);
    expect((await read()).jobs).toMatchObject([{ status: 'completed', processed: 9, successImages: 9, bytes: 90 }]);
  });

  it('counts an outcome once, however often it comes', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const outcomes = (await claim(store, 'copy-image', 1, 5)).map(done);
    await store.settle([...outcomes, ...outcomes], 6);
    await store.settle(outcomes, 7);
    expect((await read()).jobs).toMatchObject([{ openTasks: 1, processed: 1, successImages: 1, bytes: 10 }]);
  });

  it('queues what a task makes, and keeps the job open for it', async () => {
    const { store, read } = await open(seedJob('job', 1));
    const [task] = await claim(store, 'copy-image', 1, 5);
    const spawn = [{ id: 'job/image/1', kind: 'copy-image' as const, input: { n: 1 } }];
    if (task) await store.settle([{ task, type: 'done', output: null, changes: [], spawn }], 6);
    const { jobs, tasks } = await read();
    expect(jobs).toMatchObject([{ status: 'processing', openTasks: 1 }]);
    expect(tasks[1]).toEqual({
      id: 'job/image/1',
      jobId: 'job',
      kind: 'copy-image',
      state: 'queued',
      attempts: 0,
      runAt: 6,
      input: { n: 1 },
      output: null,
      error: null,
    });
  });

  it('writes what is known beforehand as done, and does not wait for it', async () => {
    const { store, read } = await open(seedJob('job', 1));
    const [task] = await claim(store, 'copy-image', 1, 5);
    const spawn = [{ id: 'job/image/1', kind: 'copy-image' as const, input: { n: 1 }, done: { output: { key: 'k' } } }];
    const changes = [{ seq: 0, succeeded: 1, known: 1 }];
    if (task) await store.settle([{ task, type: 'done', output: null, changes, spawn }], 6);
    const { jobs, tasks } = await read();
    expect(jobs).toMatchObject([{ status: 'completed', openTasks: 0, successImages: 1, knownImages: 1 }]);
    expect(tasks[1]).toEqual({
      ...{ id: 'job/image/1', jobId: 'job', kind: 'copy-image', state: 'done', attempts: 0, runAt: 6 },
      ...{ input: { n: 1 }, output: { key: 'k' }, error: null },
    });
    expect(await claim(store, 'copy-image', 9, 9)).toEqual([]);
  });

  it('remembers what was stored together with the outcome, the latest for each slot of a storage', async () => {
    const { store, read } = await open(seedJob('job', 5));
    const [first, ...others] = (await claim(store, 'copy-image', 5, 5)).map(done);
    if (!first) throw new Error('nothing claimed');
    const latest = { ...storedAt('a/a_1', 'p'), source: 'new' };
    const pictures = [storedAt('b/b_1', 'p'), storedAt('a/a_1', 'other'), storedAt('a/a_2', 'p'), latest];
    await store.settle([{ ...first, stored: [storedAt('a/a_1', 'p')] }], 6);
    await store.settle(
      others.map((outcome, index) => ({ ...outcome, stored: pictures.slice(index, index + 1) })),
      6,
    );
    const { stored } = await read();
    expect(new Set(stored)).toEqual(
      new Set([
        { folder: 'b', place: 'p', pictures: { 'b/b_1': pictures[0] } },
        { folder: 'a', place: 'other', pictures: { 'a/a_1': pictures[1] } },
        { folder: 'a', place: 'p', pictures: { 'a/a_1': latest, 'a/a_2': pictures[2] } },
      ]),
    );
  });

  it('remembers nothing of a task that is gone', async () => {
    const { store, read } = await open(seedJob('job', 1));
    const { tasks } = seedJob('gone', 1);
    await store.settle(
      tasks.map((task) => ({ ...done(task), stored: [storedAt('a/a_1', 'p')] })),
      6,
    );
    expect((await read()).stored).toEqual([]);
  });

  it('puts a retry back with its time, its reason and one attempt more; a release as if it had not begun', async () => {
    const { store, read } = await open(seedJob('job', 2));
    const [first, second] = await claim(store, 'copy-image', 2, 5);
    if (!first || !second) throw new Error('nothing claimed');
    await store.settle(
      [
        { task: first, type: 'retry', error: failure, runAt: 99 },
        { task: second, type: 'released' },
      ],
      6,
    );
    const { jobs, items, tasks } = await read();
    expect(tasks).toMatchObject([
      { state: 'queued', attempts: 1, runAt: 99, error: failure },
      { state: 'queued', attempts: 0, runAt: 0, error: null },
    ]);
    expect(jobs).toMatchObject([{ openTasks: 2, processed: 0, failedImages: 0 }]);
    expect(items.every(({ status }) => status === 'processing')).toBe(true);
  });

  it('drops outcomes of tasks that are gone, not claimed, or taken back', async () => {
    const { store, read } = await open(seedJob('job', 3));
    const before = await read();
    const gone = seedJob('gone', 1).tasks;
    await store.settle([...before.tasks, ...gone].map(done), 6);
    expect(await read()).toEqual(before);
    const claimed = await claim(store, 'copy-image', 1, 5);
    await store.recover();
    await store.settle(claimed.map(done), 6);
    expect((await read()).jobs).toMatchObject([{ processed: 0, openTasks: 3 }]);
  });
}

function lookContract(open: OpenTaskStore) {
  it('gives the tasks of a dead worker to the next one, with their attempts', async () => {
    const seed = joinSeeds(seedJob('running', 2), seedJob('resting', 1, { status: 'paused' }));
    const tasks = seed.tasks.map(
      (task, index): Task => ({ ...task, state: index === 1 ? 'done' : 'queued', attempts: 2 }),
    );
    const { store, read } = await open({ ...seed, tasks });
    expect(ids(await claim(store, 'copy-image', 9, 9))).toEqual(['running/image/0']);
    await store.recover();
    expect(states(await read())).toMatchObject({ 'running/image/0': 'queued', 'running/image/1': 'done' });
    expect(await claim(store, 'copy-image', 9, 9)).toMatchObject([{ id: 'running/image/0', attempts: 2 }]);
  });

  it('says when the next task may start, over all kinds and running jobs', async () => {
    const seed = joinSeeds(seedJob('old', 2), seedJob('new', 2), seedJob('resting', 1, { status: 'paused' }));
    const runAts = [500, 400, 300.5, 600, 1];
    const tasks = seed.tasks.map((task, index) => ({ ...task, runAt: runAts[index] ?? 0 }));
    const { store } = await open({ ...seed, tasks });
    expect(await store.nextRunAt()).toBe(300.5);
    await claim(store, 'copy-image', 9, 450);
    expect(await store.nextRunAt()).toBe(500);
  });

  it('says nothing when no task waits', async () => {
    const { store } = await open(seedJob('job', 1));
    await claim(store, 'copy-image', 9, 9);
    expect(await store.nextRunAt()).toBeUndefined();
  });
}
