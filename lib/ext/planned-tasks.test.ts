import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type JobId, jobId } from '../core/ids';
import type { Task } from '../core/task';
import { pictureTaskId, pictureTasksFrom } from '../pipeline/picture-task';
import { seedJob } from '../queue/testing/rows';
import { Database } from './db';
import { createDexieTaskStore } from './dexie-task-store';
import { plannedOf, taskAt, tasksBetween } from './planned-tasks';

const job = jobId.parse('job');
const idOf = (seq: number, n: number) => pictureTaskId(job, seq, n);

let db: Database;
let opened = 0;

const newStore = () => createDexieTaskStore(db);
type Store = ReturnType<typeof newStore>;

/** A job whose one look-up gives these pictures, by line; and the store that wrote them. */
async function found(...pictures: number[]): Promise<Store> {
  const seed = seedJob('job', pictures.length);
  const lookup = { ...seed.tasks[0], id: 'job/resolve/0', kind: 'resolve-products' } as Task;
  await db.jobs.bulkAdd(seed.jobs.map((row) => ({ ...row, openTasks: 1 })));
  await db.items.bulkAdd(seed.items);
  await db.tasks.add(lookup);
  const store = newStore();
  const [task] = await store.claim('resolve-products', 1, 9);
  if (!task) throw new Error('nothing claimed');
  const spawn = pictures.flatMap((count, seq) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ id: idOf(seq, index + 1), kind: 'copy-image' as const, input: { url: `https://c/${seq}-${index + 1}` } },
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
const claim = async (store: Store, limit = 99) => (await store.claim('copy-image', limit, 9)).map(({ id }) => id);
const plannedIds = async () => (await db.planned.toArray()).map(({ id }) => id);
const ownStates = async () =>
  (await db.tasks.where('id').startsWith('job/image/').toArray()).map(({ id, state }) => [id.slice(-3), state]);

beforeEach(() => {
  opened += 1;
  db = new Database(`planned-${opened}`);
});

describe('tasks of the pictures of a product', () => {
  it('share a row until they begin', async () => {
    const store = await found(3, 1, 2);
    expect(await plannedIds()).toEqual([idOf(0, 1), idOf(1, 1), idOf(2, 1)]);
    expect(await ownStates()).toEqual([]);
    expect(await claim(store)).toEqual([idOf(0, 1), idOf(0, 2), idOf(0, 3), idOf(1, 1), idOf(2, 1), idOf(2, 2)]);
    expect(await claim(store)).toEqual([]);
  });

  it('are claimed once each, however few at a time', async () => {
    const store = await found(...Array.from({ length: 200 }, () => 3));
    const claimed: string[] = [];
    for (let more = await claim(store, 7); more.length > 0; more = await claim(store, 7)) claimed.push(...more);
    expect([claimed.length, new Set(claimed).size]).toEqual([600, 600]);
    expect(claimed).toEqual([...claimed].sort());
  });

  it('are found again by the next worker: what has a row of its own is not planned any more', async () => {
    const dying = await found(3);
    const tasks = await dying.claim('copy-image', 3, 9);
    await end(dying, tasks.slice(0, 1));
    await dying.settle(
      [{ task: tasks[2] as Task, type: 'retry', error: { code: 'cdn.unreachable', params: {} }, runAt: 50 }],
      9,
    );
    expect(await ownStates()).toEqual([
      ['001', 'done'],
      ['003', 'queued'],
    ]);
    const next = newStore();
    expect(await claim(next)).toEqual([idOf(0, 2)]);
    expect(await next.nextRunAt()).toBe(50);
  });

  it('leave no planned row behind, though the worker died between two of them', async () => {
    const dying = await found(2, 2);
    const tasks = await dying.claim('copy-image', 9, 9);
    await end(dying, tasks.slice(0, 3));
    expect(await plannedIds()).toEqual([idOf(1, 1)]);
    const next = newStore();
    await end(next, await next.claim('copy-image', 9, 9));
    expect(await plannedIds()).toEqual([]);
    expect(await db.jobs.toArray()).toMatchObject([{ openTasks: 0 }]);
  });

  it('go with the last of them', async () => {
    const store = await found(2, 2, 2);
    const tasks = await store.claim('copy-image', 9, 9);
    await end(store, tasks.slice(0, 3));
    await end(store, tasks.slice(3, 4));
    expect(await plannedIds()).toEqual([idOf(2, 1)]);
  });

  it('are not read for the other kind of pictures, nor again while there is enough', async () => {
    const store = await found(...Array.from({ length: 300 }, () => 3));
    let reads = 0;
    db.planned.hook('reading', (row) => {
      reads += 1;
      return row;
    });
    expect(await store.claim('keep-image', 9, 9)).toEqual([]);
    expect(reads).toBe(0);
    await store.claim('copy-image', 9, 9);
    await store.claim('copy-image', 9, 9);
    expect(reads).toBeLessThanOrEqual(128);
  });

  it('are due while one of them has not begun, however far down', async () => {
    const store = await found(...Array.from({ length: 70 }, () => 2));
    expect(await store.nextRunAt()).toBe(9);
    const tasks = await store.claim('copy-image', 138, 9);
    await end(store, tasks);
    expect(await newStore().nextRunAt()).toBe(9);
    await end(store, await store.claim('copy-image', 9, 9));
    expect(await store.nextRunAt()).toBeUndefined();
  });

  it('stay readable when their job was cancelled meanwhile', async () => {
    const store = await found(2);
    const tasks = await store.claim('copy-image', 9, 9);
    await db.jobs.toCollection().modify({ status: 'cancelled' });
    await end(store, tasks);
    await store.settle([], 9);
    expect((await tasksBetween(db, 'job/image/', 'job/image0')).map(({ id }) => id)).toEqual([idOf(0, 1), idOf(0, 2)]);
  });
});

describe('reading', () => {
  it('gives tasks with and without rows in one order', async () => {
    const store = await found(2, 1, 3);
    await end(store, (await store.claim('copy-image', 2, 9)).slice(0, 1));
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
    await end(store, await store.claim('copy-image', 1, 9));
    const states = await Promise.all([1, 2, 3].map(async (n) => (await taskAt(db, idOf(0, n)))?.state));
    expect(states).toEqual(['done', 'queued', undefined]);
  });

  it('does not take the tasks of another job', async () => {
    await found(2);
    const rows: string[] = [];
    for await (const { row } of plannedOf(db, 'jo' as JobId)) rows.push(row.id);
    expect(rows).toEqual([]);
  });
});
