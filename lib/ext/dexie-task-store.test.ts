import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Job } from '../core/job';
import { pictureTaskId } from '../pipeline/picture-task';
import { taskStoreContract } from '../queue/task-store-contract';
import { claim } from '../queue/testing/claim';
import { type Seed, seedJob } from '../queue/testing/rows';
import { Database } from './db';
import { createDexieTaskStore } from './dexie-task-store';
import { tasksBetween } from './task-bundles';

let opened = 0;

async function openDatabase({ jobs, items, tasks }: Seed) {
  opened += 1;
  const db = new Database(`task-store-${opened}`);
  await db.jobs.bulkAdd(jobs);
  await db.items.bulkAdd(items);
  await db.tasks.bulkAdd(tasks);
  return db;
}

taskStoreContract(async (seed) => {
  const db = await openDatabase(seed);
  return {
    store: createDexieTaskStore(db),
    read: async () => ({
      jobs: await db.jobs.toArray(),
      items: await db.items.toArray(),
      tasks: await tasksBetween(db, '', '\uffff'),
      stored: await db.stored.toArray(),
    }),
  };
});

describe('active tasks', () => {
  it('are known to the worker that claimed them and to nobody else', async () => {
    const seed = seedJob('job', 3);
    const db = await openDatabase(seed);
    const dying = createDexieTaskStore(db);
    expect(await claim(dying, 'copy-image', 2, 9)).toMatchObject([{ state: 'active' }, { state: 'active' }]);
    expect(await db.tasks.toArray()).toEqual(seed.tasks);
    expect(await claim(createDexieTaskStore(db), 'copy-image', 9, 9)).toHaveLength(3);
    expect(await claim(dying, 'copy-image', 9, 9)).toMatchObject([{ id: 'job/image/2' }]);
  });

  it('stay claimed when their outcome could not be written', async () => {
    const db = await openDatabase(seedJob('job', 1));
    const store = createDexieTaskStore(db);
    const [task] = await claim(store, 'copy-image', 1, 9);
    if (!task) throw new Error('nothing claimed');
    db.tasks.hook('updating', () => {
      throw new Error('disk full');
    });
    const changes = [{ seq: 0, succeeded: 1 }];
    await expect(store.settle([{ task, type: 'done', output: null, changes, spawn: [] }], 9)).rejects.toThrow();
    expect(await db.jobs.toArray()).toMatchObject([{ successImages: 0, openTasks: 1 }]);
    expect(await claim(store, 'copy-image', 1, 9)).toEqual([]);
    await store.recover();
    expect(await claim(store, 'copy-image', 1, 9)).toHaveLength(1);
  });
});

describe('a product whose pictures were found in two parts', () => {
  it('has none of them run again that has failed, though the later part was written first', async () => {
    const db = await openDatabase(seedJob('job', 1));
    const store = createDexieTaskStore(db);
    const [task] = await claim(store, 'copy-image', 1, 9);
    if (!task) throw new Error('nothing claimed');
    const spawn = [3, 4, 1, 2].map((n) => ({
      ...{ id: pictureTaskId(task.jobId, 0, n), kind: 'copy-image' as const, input: { seq: 0 } },
    }));
    await store.settle([{ task, type: 'done', output: null, changes: [], spawn }], 9);
    const [first] = await claim(store, 'copy-image', 1, 9);
    if (!first) throw new Error('nothing claimed');
    await store.settle([{ task: first, type: 'failed', error: { code: 'cdn.refused', params: {} }, changes: [] }], 9);
    const left = await claim(createDexieTaskStore(db), 'copy-image', 9, 9);
    expect([first, ...left].map(({ id }) => id.slice(-3))).toEqual(['001', '002', '003', '004']);
  });
});

describe('rows read ahead', () => {
  it('are given once each, and read again only when they run out', async () => {
    const db = await openDatabase(seedJob('job', 20));
    const store = createDexieTaskStore(db);
    let reads = 0;
    db.tasks.hook('reading', (row) => {
      reads += 1;
      return row;
    });
    const claimed: string[] = [];
    for (let round = 0; round < 6; round += 1)
      claimed.push(...(await claim(store, 'copy-image', 4, 9)).map(({ id }) => id));
    expect([claimed.length, new Set(claimed).size]).toEqual([20, 20]);
    expect(reads).toBeLessThanOrEqual(40);
  });

  it('cost no look at jobs until there is news', async () => {
    const db = await openDatabase(seedJob('job', 20));
    const store = createDexieTaskStore(db);
    await claim(store, 'copy-image', 1, 9);
    await claim(store, 'copy-image', 1, 9);
    await db.jobs.clear();
    expect(await claim(store, 'copy-image', 1, 9)).toHaveLength(1);
    store.look();
    expect(await claim(store, 'copy-image', 1, 9)).toEqual([]);
  });

  it('go with a job that may not run any more', async () => {
    const db = await openDatabase(seedJob('job', 5));
    const store = createDexieTaskStore(db);
    await claim(store, 'copy-image', 1, 9);
    await db.jobs.toCollection().modify({ status: 'paused' });
    store.look();
    expect(await claim(store, 'copy-image', 4, 9)).toEqual([]);
    await db.tasks.where('id').above('job/image/2').delete();
    await db.jobs.toCollection().modify({ status: 'processing' });
    store.look();
    expect((await claim(store, 'copy-image', 4, 9)).map(({ id }) => id)).toEqual(['job/image/1', 'job/image/2']);
  });
});

describe('onEnd', () => {
  it('is told of a job once, when its last task is on disk', async () => {
    const db = await openDatabase(seedJob('job', 2));
    const told: Job[] = [];
    const store = createDexieTaskStore(db, (job) => told.push(job));
    const outcomes = (await claim(store, 'copy-image', 2, 9)).map((task, seq) => ({
      task,
      type: 'done' as const,
      output: null,
      changes: [{ seq, succeeded: 1 }],
      spawn: [],
    }));
    await store.settle(outcomes.slice(0, 1), 10);
    expect(told).toEqual([]);
    await store.settle(outcomes.slice(1), 11);
    await store.settle(outcomes, 12);
    expect(told).toMatchObject([{ id: 'job', status: 'completed', finishedAt: 11 }]);
    expect(await db.jobs.toArray()).toEqual(told);
  });
});
