import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../core/app-error';
import { jobId } from '../core/ids';
import type { Task } from '../core/task';
import type { TaskStore } from './ports';
import { copied, createBench, limitOf, ofSeq, pass, startWorker, work, workMs } from './testing/queue-bench';
import { joinSeeds, seedJob } from './testing/rows';

const job = jobId.parse('job');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('running', () => {
  it('runs every task once, in the places there are, and asks for no wake-up when done', async () => {
    const runs: string[] = [];
    let running = 0;
    let most = 0;
    const bench = createBench(seedJob('job', 60), async (task) => {
      runs.push(task.id);
      running += 1;
      most = Math.max(most, running);
      const result = await work(task);
      running -= 1;
      return result;
    });
    void bench.queue.pump();
    await pass((60 / 5) * workMs + 50);
    expect(new Set(runs).size).toBe(60);
    expect(runs).toHaveLength(60);
    expect(most).toBe(5);
    expect(bench.job()).toMatchObject({ status: 'completed', processed: 60, successImages: 60, openTasks: 0 });
    expect(bench.wakeups.at(-1)).toBeUndefined();
  });

  it('has a wake-up before it begins: a worker may be stopped between any two lines', async () => {
    const bench = createBench(seedJob('job', 1), work);
    void bench.queue.pump();
    await pass(workMs / 2);
    expect(bench.states()).toEqual(['active']);
    expect(bench.wakeups.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  it('says nothing to the alarm when there is nothing to do', async () => {
    const bench = createBench(seedJob('job', 1, { status: 'paused' }), work);
    await bench.queue.pump();
    expect(bench.wakeups.filter((time) => time !== undefined)).toEqual([]);
  });

  it('asks the store for more when there is room for it, not with every task that ends', async () => {
    const bench = createBench(seedJob('job', 100), work);
    const claim = vi.fn(bench.store.claim);
    void startWorker({ ...bench.store, claim }, work).queue.pump();
    await pass((100 / 5) * workMs + 50);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 100 });
    expect(claim.mock.calls.length).toBeLessThan(10);
  });

  it('keeps the reason of what fails for good, and goes on', async () => {
    const bench = createBench(seedJob('job', 2), async (task) => {
      if (ofSeq(task) === 0) throw new AppError('cdn.refused', { params: { status: 403 } });
      return copied(task);
    });
    void bench.queue.pump();
    await pass(10);
    const error = { code: 'cdn.refused', params: { status: 403 } };
    expect(bench.tasks.get('job/image/0')).toMatchObject({ state: 'failed', attempts: 1, error });
    expect(bench.items.get('job/0')).toMatchObject({ status: 'failed', error });
    expect(bench.job()).toMatchObject({ status: 'partial', successImages: 1, failedImages: 1 });
  });

  it('never repeats what nobody expected', async () => {
    const bench = createBench(seedJob('job', 1), () => Promise.reject(new TypeError('bug')));
    void bench.queue.pump();
    await pass(60_000);
    expect(bench.tasks.get('job/image/0')).toMatchObject({ state: 'failed', error: { code: 'app.unexpected' } });
  });
});

describe('places', () => {
  it('are free as soon as the work ended; what came of it is written a little later, with others', async () => {
    const runs: string[] = [];
    const run = (task: Task) => {
      runs.push(task.id);
      return work(task);
    };
    const bench = createBench(seedJob('job', 2), run, limitOf(1));
    void bench.queue.pump();
    await pass(workMs + 50);
    expect(runs).toEqual(['job/image/0', 'job/image/1']);
    expect(bench.states()).toEqual(['active', 'active']);
    await pass(workMs);
    expect(bench.states()).toEqual(['done', 'done']);
  });

  it('become more while that pays', async () => {
    const limit = limitOf();
    const bench = createBench(seedJob('job', 100), work, limit);
    void bench.queue.pump();
    await pass(10 * workMs);
    expect(bench.job()).toMatchObject({ status: 'completed' });
    expect(limit.concurrency).toBeGreaterThan(20);
  });

  it.each(['cdn.timeout', 'storage.rate_limited'] as const)('are halved by %s', async (code) => {
    const limit = limitOf();
    const errors = [new AppError(code, { retry: 'backoff' })];
    const bench = createBench(
      seedJob('job', 1),
      async (task) => {
        const error = errors.shift();
        if (error) throw error;
        return copied(task);
      },
      limit,
    );
    void bench.queue.pump();
    await pass(100);
    expect(limit.concurrency).toBe(2);
  });

  it('are halved by what a request says that began after the last halving, though its task had begun before', async () => {
    const limit = limitOf();
    const run = async (task: Task) => {
      const result = await work(task);
      if (ofSeq(task) === 0 || ofSeq(task) >= 5) throw new AppError('cdn.timeout', { retry: 'backoff' });
      return result;
    };
    const bench = createBench(seedJob('job', 20), run, limit);
    void bench.queue.pump();
    await pass(workMs + 10);
    expect(limit.concurrency).toBe(2);
    await pass(workMs);
    expect(limit.concurrency).toBe(1);
  });
});

describe('one runner', () => {
  it('makes two pumps one run', async () => {
    const bench = createBench(seedJob('job', 3), work);
    void bench.queue.pump();
    void bench.queue.pump();
    await pass(workMs / 2);
    void bench.queue.pump();
    await pass(5 * workMs);
    expect(bench.mostHolders()).toBe(1);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 3 });
  });

  it('leaves no task behind, whichever step of leaving a new one comes in', async () => {
    // Counts steps of the event loop: at each of them a task arrives with its pump, as close to the end as can be.
    for (let step = 0; step < 40; step += 1) {
      const bench = createBench(seedJob('job', 0), async (task) => copied(task));
      const first = bench.queue.pump();
      for (let n = 0; n < step; n += 1) await Promise.resolve();
      const late = seedJob('late', 1);
      for (const row of late.jobs) bench.jobs.set(row.id, row);
      for (const row of late.tasks) bench.tasks.set(row.id, row);
      const second = bench.queue.pump();
      await pass(10);
      await Promise.all([first, second]);
      expect([step, ...bench.states()]).toEqual([step, 'done']);
    }
  });
});

describe('commands', () => {
  it('pause gives back what has not begun and lets the rest end; resume goes on', async () => {
    const bench = createBench(seedJob('job', 30), work);
    void bench.queue.pump();
    await pass(workMs / 2);
    bench.setJob({ status: 'paused' });
    bench.queue.pause(job);
    await pass(10 * workMs);
    expect(bench.job()).toMatchObject({ status: 'paused', successImages: 5 });
    expect(bench.states().filter((state) => state === 'queued')).toHaveLength(25);
    expect(bench.wakeups.at(-1)).toBeUndefined();

    bench.setJob({ status: 'processing' });
    bench.queue.resume(job);
    void bench.queue.pump();
    await pass(10 * workMs);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 30 });
  });

  it('pause is not answered by claiming again and again what it gave back', async () => {
    const bench = createBench(seedJob('job', 12), work);
    // Which jobs run it knows from its last look, as the database's store does.
    let isRunning = true;
    const claim = vi.fn<TaskStore['claim']>(async (...asked) => {
      // Without an end a queue that does would hang the test.
      if (claim.mock.calls.length > 50) return { tasks: [], nextAt: undefined };
      const isPaused = bench.job()?.status === 'paused';
      if (isPaused && isRunning) bench.setJob({ status: 'processing' });
      const found = await bench.store.claim(...asked);
      if (isPaused) bench.setJob({ status: 'paused' });
      return found;
    });
    const look = () => {
      isRunning = bench.job()?.status !== 'paused';
    };
    const { queue } = startWorker({ ...bench.store, claim, look }, work);
    void queue.pump();
    await pass(workMs / 2);
    bench.setJob({ status: 'paused' });
    queue.pause(job);
    await pass(100 * workMs);
    expect(claim.mock.calls.length).toBeLessThan(10);
  });

  it('abort ends the requests of that job only, and drops what they say', async () => {
    const seed = joinSeeds(seedJob('job', 3), seedJob('other', 3, { createdAt: 2 }));
    const bench = createBench(seed, async (task, { signal }) => {
      const result = await work(task);
      signal.throwIfAborted();
      return result;
    });
    void bench.queue.pump();
    await pass(workMs / 2);
    bench.setJob({ status: 'cancelled', openTasks: 0 });
    bench.queue.abort(job);
    await pass(10 * workMs);
    expect(bench.job()).toMatchObject({ status: 'cancelled', processed: 0, successImages: 0, failedImages: 0 });
    expect(bench.jobs.get(jobId.parse('other'))).toMatchObject({ status: 'completed', successImages: 3 });
    const ended = [...bench.tasks.values()].filter(({ state }) => state === 'done' || state === 'failed');
    expect(ended.map((task) => task.jobId)).toEqual(Array(3).fill('other'));
  });

  it('does not hold an abort against the task, even when the store learns of it later', async () => {
    const bench = createBench(seedJob('job', 1), async (task, { signal }) => {
      const result = await work(task);
      signal.throwIfAborted();
      return result;
    });
    void bench.queue.pump();
    await pass(workMs / 2);
    bench.setJob({ status: 'paused' });
    bench.queue.abort(job);
    await pass(workMs);
    expect(bench.tasks.get('job/image/0')).toMatchObject({ state: 'queued', attempts: 0, error: null });
    expect(bench.job()).toMatchObject({ failedImages: 0, openTasks: 1 });
  });
});
