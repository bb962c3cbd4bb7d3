import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { jobId } from '../core/ids';
import { lineOf } from '../core/job';
import { storeIdOf } from './testing/desk';
import { copied, createDoor, deskWithStore, endOf, seqOf } from './testing/shop-desk';

beforeEach(() => {
  fakeBrowser.reset();
});

describe('create', () => {
  it('runs a job to its end', async () => {
    const desk = await deskWithStore(async (task) => copied(task));
    const id = await desk.create(['a', 'nobody', 'b']);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({
      status: 'partial',
      totalArticles: 3,
      processed: 3,
      failedArticles: 1,
      totalImages: 4,
      successImages: 4,
      openTasks: 0,
    });
    expect((await desk.items(id)).map(({ status }) => status)).toEqual(['success', 'failed', 'success']);
  });

  it('refuses a store that is gone', async () => {
    const { jobs } = await deskWithStore(async (task) => copied(task));
    const request = { field: 'offer_id', destination: 'cloud' } as const;
    await expect(jobs.create({ ...request, articles: ['a'], storeId: storeIdOf('gone') })).rejects.toMatchObject({
      code: 'store.not_found',
    });
  });
});

describe('pause and resume', () => {
  it('lets pictures in flight end and begins no other, until resumed', async () => {
    const door = createDoor();
    const desk = await deskWithStore(door.enter);
    const id = await desk.create(['a', 'b', 'c']);
    await door.busy;
    await desk.jobs.pause(id);
    door.open();
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ status: 'paused', successImages: 2, openTasks: 4 });
    await desk.jobs.resume(id);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ status: 'completed', successImages: 6 });
  });
});

describe('cancel', () => {
  it('keeps what is stored, closes what is open, and drops what comes later', async () => {
    const door = createDoor();
    const desk = await deskWithStore((task) => (seqOf(task) === 0 ? Promise.resolve(copied(task)) : door.enter(task)));
    const id = await desk.create(['a', 'b', 'c']);
    await door.busy;
    await expect.poll(() => desk.job(id)).toMatchObject({ successImages: 2 });
    const rows = [await desk.items(id), await desk.db.tasks.toArray(), await desk.db.bundles.toArray()];
    await desk.jobs.cancel(id);
    door.open();
    await endOf(desk.queue.pump());
    const job = await desk.job(id);
    expect(job).toMatchObject({ status: 'cancelled', successImages: 2, failedImages: 0, openTasks: 0 });
    // One write, however long the list: neither lines nor tasks are touched.
    expect([await desk.items(id), await desk.db.tasks.toArray(), await desk.db.bundles.toArray()]).toEqual(rows);
    const shown = (await desk.items(id)).map((line) => (job ? lineOf(job, line).status : undefined));
    expect(shown).toEqual(['success', 'cancelled', 'cancelled']);
    expect((await desk.states()).filter((state) => state === 'copy-image done')).toHaveLength(2);
  });
});

describe('requests in flight', () => {
  it.each(['cancel', 'delete'] as const)('end with %s, and with nothing gentler', async (command) => {
    const door = createDoor();
    const signals: AbortSignal[] = [];
    const desk = await deskWithStore((task, { signal }) => {
      signals.push(signal);
      return door.enter(task);
    });
    const id = await desk.create(['a']);
    await door.busy;
    await desk.jobs.pause(id);
    await desk.jobs.resume(id);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await desk.jobs[command](id);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    door.open();
    await endOf(desk.queue.pump());
  });
});

describe('delete', () => {
  it('takes lines and tasks of that job and of no other', async () => {
    const desk = await deskWithStore(async (task) => copied(task));
    const [gone, kept] = [await desk.create(['a']), await desk.create(['b'])];
    await endOf(desk.queue.pump());
    await desk.jobs.delete(gone);
    expect(await desk.job(gone)).toBeUndefined();
    expect((await desk.db.items.toArray()).map((item) => item.jobId)).toEqual([kept]);
    const left = [...(await desk.db.tasks.toArray()), ...(await desk.db.bundles.toArray())];
    expect(new Set(left.map((row) => row.jobId))).toEqual(new Set([kept]));
  });

  it('ends a running job without a trace', async () => {
    const door = createDoor();
    const desk = await deskWithStore(door.enter);
    const id = await desk.create(['a', 'b']);
    await door.busy;
    await desk.jobs.delete(id);
    door.open();
    await endOf(desk.queue.pump());
    const { jobs, items, tasks, bundles } = desk.db;
    expect(await Promise.all([jobs, items, tasks, bundles].map((table) => table.count()))).toEqual([0, 0, 0, 0]);
  });

  it.each(['pause', 'resume', 'cancel', 'retry'] as const)(
    'makes %s say that there is no such job',
    async (command) => {
      const { jobs } = await deskWithStore(async (task) => copied(task));
      await expect(jobs[command](jobId.parse('gone'))).rejects.toMatchObject({ code: 'job.not_found' });
    },
  );
});
