import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type JobId, jobId } from '../core/ids';
import type { NewTask, Task } from '../core/task';
import { pictureTaskId, pictureTasksFrom } from '../pipeline/picture-task';
import { claim } from '../queue/testing/claim';
import { seedJob } from '../queue/testing/rows';
import { Database } from './db';
import { createDexieTaskStore } from './dexie-task-store';
import { openBundles, taskAt, tasksBetween } from './task-bundles';

const job = jobId.parse('job');
const idOf = (seq: number, n: number) => pictureTaskId(job, seq, n);

let db: Database;
let opened = 0;

const newStore = () => createDexieTaskStore(db);
type Store = ReturnType<typeof newStore>;

const error = { code: 'cdn.unreachable' as const, params: {} };

/** A job whose one look-up gives these pictures, by line, as many as told or one by one; and the store that wrote them. */
async function found(...pictures: (number | Pick<NewTask, 'done'>[])[]): Promise<Store> {
  const seed = seedJob('job', pictures.length);
  const lookup = { ...seed.tasks[0], id: 'job/resolve/0', kind: 'resolve-products' } as Task;
  await db.jobs.bulkAdd(seed.jobs.map((row) => ({ ...row, openTasks: 1 })));
  await db.items.bulkAdd(seed.items);
  await db.tasks.add(lookup);
  const store = newStore();
  const [task] = await claim(store, 'resolve-products', 1, 9);
  if (!task) throw new Error('nothing claimed');
  const spawn = pictures.flatMap((count, seq) =>
    (typeof count === 'number' ? Array.from({ length: count }, () => ({})) : count).map((one, index) => ({
      ...{ id: idOf(seq, index + 1), kind: 'copy-image' as const, input: { url: `https://c/${seq}-${index + 1}` } },
      ...one,
    })),
  );
  await store.settle([{ task, type: 'done', output: null, changes: [], spawn }], 9);
  return store;
}

const end = (store: Store, tasks: Task[]) =>
  store.settle(
    tasks.map((task) => ({ task, type: 'done' as const, output: {}, changes: [], spawn: [] })),
    9,
  );
const claimIds = async (store: Store, limit = 99) => (await claim(store, 'copy-image', limit, 9)).map(({ id }) => id);
const openIds = async () => (await db.bundles.toArray()).filter(({ open }) => open).map(({ id }) => id);
const ownStates = async () =>
  (await db.tasks.where('id').startsWith('job/image/').toArray()).map(({ id, state }) => [id.slice(-3), state]);

beforeEach(() => {
  opened += 1;
  db = new Database(`bundles-${opened}`);
});

describe('tasks of the pictures of a product', () => {
  it('share a row, and are claimed one by one', async () => {
    const store = await found(3, 1, 2);
    expect(await openIds()).toEqual([idOf(0, 1), idOf(1, 1), idOf(2, 1)]);
    expect(await ownStates()).toEqual([]);
    expect(await claimIds(store)).toEqual([idOf(0, 1), idOf(0, 2), idOf(0, 3), idOf(1, 1), idOf(2, 1), idOf(2, 2)]);
    expect(await claimIds(store)).toEqual([]);
  });

  it('are claimed once each, however few at a time', async () => {
    const store = await found(...Array.from({ length: 200 }, () => 3));
    const claimed: string[] = [];
    for (let more = await claimIds(store, 7); more.length > 0; more = await claimIds(store, 7)) claimed.push(...more);
    expect([claimed.length, new Set(claimed).size]).toEqual([600, 600]);
    expect(claimed).toEqual([...claimed].sort());
  });

  it('are said to be more while some were not read', async () => {
    const store = await found(...Array.from({ length: 200 }, () => 3));
    const claims = [];
    for (let at: number | undefined = 9; at !== undefined; ) {
      const { tasks, nextAt } = await store.claim('copy-image', 600, 9);
      claims.push(tasks.length);
      at = nextAt;
    }
    expect(claims.length).toBeGreaterThan(1);
    expect(claims.reduce((sum, count) => sum + count)).toBe(600);
  });

  it('are said to be more while those put back fill all the places', async () => {
    const store = await found(10);
    const back = await claim(store, 'copy-image', 4, 9);
    await store.settle(
      back.map((task) => ({ task, type: 'released' as const })),
      9,
    );
    expect(await newStore().claim('copy-image', 4, 9)).toMatchObject({ tasks: { length: 4 }, nextAt: 9 });
  });

  it('are found again by the next worker, but for what is done or has a row of its own', async () => {
    const dying = await found(3);
    const tasks = await claim(dying, 'copy-image', 3, 9);
    await end(dying, tasks.slice(0, 1));
    await dying.settle([{ task: tasks[2] as Task, type: 'retry', error, runAt: 50 }], 9);
    expect(await ownStates()).toEqual([['003', 'queued']]);
    const next = newStore();
    expect(await claimIds(next)).toEqual([idOf(0, 2)]);
    expect(await next.nextRunAt()).toBe(50);
  });

  it('leave no bundle open, though the worker died between two of them', async () => {
    const dying = await found(2, 2);
    const tasks = await claim(dying, 'copy-image', 9, 9);
    await end(dying, tasks.slice(0, 3));
    expect(await openIds()).toEqual([idOf(1, 1)]);
    const next = newStore();
    await end(next, await claim(next, 'copy-image', 9, 9));
    expect(await openIds()).toEqual([]);
    expect(await db.jobs.toArray()).toMatchObject([{ openTasks: 0 }]);
  });

  it('are open until the last of them has an outcome', async () => {
    const store = await found(2, 2, 2);
    const tasks = await claim(store, 'copy-image', 9, 9);
    await end(store, tasks.slice(0, 3));
    await end(store, tasks.slice(3, 4));
    expect(await openIds()).toEqual([idOf(2, 1)]);
  });

  it('are not read for the other kind of pictures, nor again while there is enough', async () => {
    const store = await found(...Array.from({ length: 300 }, () => 3));
    let reads = 0;
    db.bundles.hook('reading', (row) => {
      reads += 1;
      return row;
    });
    expect(await claim(store, 'keep-image', 9, 9)).toEqual([]);
    expect(reads).toBe(0);
    await claim(store, 'copy-image', 9, 9);
    await claim(store, 'copy-image', 9, 9);
    expect(reads).toBeLessThanOrEqual(128);
  });

  it('are due while one of them has not begun, however far down', async () => {
    const store = await found(...Array.from({ length: 70 }, () => 2));
    expect(await store.nextRunAt()).toBe(9);
    const tasks = await claim(store, 'copy-image', 138, 9);
    await end(store, tasks);
    expect(await newStore().nextRunAt()).toBe(9);
    await end(store, await claim(store, 'copy-image', 9, 9));
    expect(await store.nextRunAt()).toBeUndefined();
  });

  it('stay readable when their job was cancelled meanwhile', async () => {
    const store = await found(2);
    const tasks = await claim(store, 'copy-image', 9, 9);
    await db.jobs.toCollection().modify({ status: 'cancelled' });
    await end(store, tasks);
    await store.settle([], 9);
    expect(await tasksBetween(db, 'job/image/', 'job/image0')).toMatchObject([
      { id: idOf(0, 1), state: 'queued' },
      { id: idOf(0, 2), state: 'queued' },
    ]);
  });
});

describe('outcomes', () => {
  const failed = (task: Task) => ({ task, type: 'failed' as const, error, changes: [] });

  it('are kept in the bundle when all went well, in a row of their own when not', async () => {
    const store = await found(3);
    const [first, second, third] = (await claim(store, 'copy-image', 9, 9)) as [Task, Task, Task];
    await store.settle([{ task: first, type: 'done', output: { key: 'k' }, changes: [], spawn: [] }], 9);
    await store.settle([failed(second)], 9);
    expect(await ownStates()).toEqual([['002', 'failed']]);
    expect(await openIds()).toEqual([idOf(0, 1)]);
    await end(store, [third]);
    expect(await openIds()).toEqual([]);
    expect(await tasksBetween(db, 'job/image/', 'job/image0')).toMatchObject([
      { state: 'done', output: { key: 'k' }, input: { url: 'https://c/0-1' } },
      { state: 'failed', error },
      { state: 'done' },
    ]);
  });

  it('of a repeated one stay in its row, and that one counts', async () => {
    const store = await found(1);
    await store.settle((await claim(store, 'copy-image', 9, 9)).map(failed), 9);
    await db.tasks.where('id').startsWith('job/image/').modify({ state: 'queued', runAt: 0 });
    await db.jobs.toCollection().modify({ status: 'processing', openTasks: 1 });
    const next = newStore();
    await end(next, await claim(next, 'copy-image', 9, 9));
    expect(await ownStates()).toEqual([['001', 'done']]);
    expect((await taskAt(db, idOf(0, 1)))?.state).toBe('done');
  });

  it('that could not be written are not in the bundle with the next that can', async () => {
    const store = await found(2);
    const [first, second] = (await claim(store, 'copy-image', 9, 9)) as [Task, Task];
    let isFull = true;
    db.bundles.hook('updating', () => {
      if (isFull) throw new Error('disk full');
    });
    await expect(end(store, [first])).rejects.toThrow('disk full');
    isFull = false;
    await end(store, [second]);
    const states = (await tasksBetween(db, 'job/image/', 'job/image0')).map(({ state }) => state);
    expect(states).toEqual(['queued', 'done']);
    expect(await openIds()).toEqual([idOf(0, 1)]);
  });

  it('known beforehand are in it from the start, and a bundle of nothing else is never open', async () => {
    const done = { output: { key: 'k' } };
    const store = await found([{ done }, {}], [{ done }]);
    expect(await openIds()).toEqual([idOf(0, 1)]);
    expect(await claimIds(store)).toEqual([idOf(0, 2)]);
    expect((await taskAt(db, idOf(1, 1)))?.output).toEqual({ key: 'k' });
    expect(await ownStates()).toEqual([]);
  });
});

describe('reading', () => {
  it('gives tasks with and without rows in one order', async () => {
    const store = await found(2, 1, 3);
    await end(store, (await claim(store, 'copy-image', 2, 9)).slice(0, 1));
    const read = await tasksBetween(db, pictureTasksFrom(job, 0), pictureTasksFrom(job, 2));
    expect(read.map(({ id, state }) => [id, state])).toEqual([
      [idOf(0, 1), 'done'],
      [idOf(0, 2), 'queued'],
      [idOf(1, 1), 'queued'],
    ]);
    expect(read[1]).toMatchObject({ kind: 'copy-image', attempts: 0, input: { url: 'https://c/0-2' } });
  });

  it('finds one task, begun or not', async () => {
    const store = await found(2);
    await end(store, await claim(store, 'copy-image', 1, 9));
    const states = await Promise.all([1, 2, 3].map(async (n) => (await taskAt(db, idOf(0, n)))?.state));
    expect(states).toEqual(['done', 'queued', undefined]);
  });

  it('does not take the tasks of another job', async () => {
    await found(2);
    const rows: string[] = [];
    for await (const { row } of openBundles(db, 'jo' as JobId)) rows.push(row.id);
    expect(rows).toEqual([]);
  });
});
