import { expect, it } from 'vitest';
import type { Task } from '../core/task';
import type { OpenTaskStore } from './task-store-contract';
import { claim } from './testing/claim';
import { joinSeeds, seedJob } from './testing/rows';

const ids = (tasks: Task[]) => tasks.map(({ id }) => id);

/** What every TaskStore must do when asked for work. */
export function claimContract(open: OpenTaskStore) {
  it('takes due tasks by time and then by place, up to the limit, and makes them active', async () => {
    const seed = seedJob('job', 5);
    const runAts = [30, 10, 10, 51, 50];
    const tasks = seed.tasks.map((task, index) => ({ ...task, runAt: runAts[index] ?? 0 }));
    const { store } = await open({ ...seed, tasks });
    const claimed = await claim(store, 'copy-image', 3, 50);
    expect(ids(claimed)).toEqual(['job/image/1', 'job/image/2', 'job/image/0']);
    expect(claimed.every(({ state }) => state === 'active')).toBe(true);
    expect(ids(await claim(store, 'copy-image', 3, 50))).toEqual(['job/image/4']);
    expect(await claim(store, 'copy-image', 3, 50)).toEqual([]);
  });

  it('takes one kind only', async () => {
    const { store } = await open(seedJob('job', 1));
    expect(await claim(store, 'resolve-products', 9, 9)).toEqual([]);
  });

  it('starts a pending job once', async () => {
    const { store, read } = await open(seedJob('job', 2));
    await claim(store, 'copy-image', 1, 7);
    await claim(store, 'copy-image', 1, 8);
    expect((await read()).jobs).toMatchObject([{ status: 'processing', startedAt: 7 }]);
  });

  it('shares places between two jobs, the older one first', async () => {
    const { store } = await open(joinSeeds(seedJob('new', 9, { createdAt: 2 }), seedJob('old', 9)));
    const claimed = ids(await claim(store, 'copy-image', 5, 9));
    expect(claimed).toEqual(['old/image/0', 'old/image/1', 'old/image/2', 'new/image/0', 'new/image/1']);
  });

  it('gives places the older job has no use for to the newer one', async () => {
    const { store } = await open(joinSeeds(seedJob('old', 1), seedJob('new', 9, { createdAt: 2 })));
    expect(await claim(store, 'copy-image', 6, 9)).toHaveLength(6);
  });

  it('says when there may be more: at once, at a time, or not before rows change', async () => {
    const seed = seedJob('job', 4);
    const runAts = [0, 0, 50, 40];
    const tasks = seed.tasks.map((task, index) => ({ ...task, runAt: runAts[index] ?? 0 }));
    const { store } = await open({ ...seed, tasks });
    expect(await store.claim('copy-image', 1, 9)).toMatchObject({ nextAt: expect.toSatisfy((at) => at <= 9) });
    expect(await store.claim('copy-image', 9, 9)).toMatchObject({ tasks: [{}], nextAt: 40 });
    expect(await store.claim('copy-image', 9, 9)).toMatchObject({ tasks: [], nextAt: 40 });
    expect(await store.claim('copy-image', 9, 50)).toMatchObject({ tasks: [{}, {}], nextAt: undefined });
    expect(await store.claim('resolve-products', 9, 9)).toEqual({ tasks: [], nextAt: undefined });
  });

  it('says that there is more when only the older of two jobs has it', async () => {
    const { store } = await open(joinSeeds(seedJob('old', 9), seedJob('new', 1, { createdAt: 2 })));
    const { tasks, nextAt } = await store.claim('copy-image', 6, 9);
    expect(ids(tasks)).toEqual(['old/image/0', 'old/image/1', 'old/image/2', 'new/image/0']);
    expect(nextAt).toBeLessThanOrEqual(9);
  });

  it.each(['paused', 'cancelled', 'completed', 'partial', 'failed'] as const)(
    'takes nothing of a %s job',
    async (status) => {
      const { store } = await open(seedJob('job', 1, { status }));
      expect(await claim(store, 'copy-image', 9, 9)).toEqual([]);
    },
  );
}
