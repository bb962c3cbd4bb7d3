import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../core/app-error';
import { jobId } from '../core/ids';
import type { Task } from '../core/task';
import type { TaskStore } from './ports';
import { copied, createBench, ofSeq, pass, startWorker, work, workMs } from './testing/queue-bench';
import { joinSeeds, seedJob } from './testing/rows';

const job = jobId.parse('job');
const start = 1_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
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

  it('runs what a task makes', async () => {
    const spawn = [{ id: 'job/image/1', kind: 'copy-image' as const, input: {} }];
    const bench = createBench(seedJob('job', 1), async (task) =>
      ofSeq(task) === 0 ? { ...copied(task), spawn } : { output: 'second', changes: [], spawn: [] },
    );
    void bench.queue.pump();
    await pass(10);
    expect(bench.tasks.get('job/image/1')).toMatchObject({ state: 'done', output: 'second' });
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

describe('a stopped worker', () => {
  /** A store that lets its worker die at a chosen moment: nothing it writes afterwards arrives. */
  function mortal(store: TaskStore) {
    let dead = false;
    const never = new Promise<never>(() => {});
    const guard =
      <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> =>
        dead ? never : method(...args).then((result) => (dead ? never : result));
    const alive: TaskStore = {
      claim: guard(store.claim),
      settle: guard(store.settle),
      recover: guard(store.recover),
      nextRunAt: guard(store.nextRunAt),
    };
    return {
      store: alive,
      kill: () => {
        dead = true;
      },
    };
  }

  it.each([0, 50, 99, 100, 101, 150, 250, 399])('after %d ms: nothing lost, nothing counted twice', async (ms) => {
    const bench = createBench(seedJob('job', 20), work);
    const first = mortal(bench.store);
    void startWorker(first.store, work).queue.pump();
    await pass(ms);
    first.kill();
    void startWorker(bench.store, work).queue.pump();
    await pass(20 * workMs);
    expect(bench.job()).toMatchObject({ status: 'completed', processed: 20, successImages: 20, openTasks: 0 });
    expect(new Set(bench.states())).toEqual(new Set(['done']));
  });

  it('whose settling fails gives its work back instead of losing it', async () => {
    const bench = createBench(seedJob('job', 3), work);
    const broken = { ...bench.store, settle: () => Promise.reject(new Error('disk full')) };
    const died = expect(startWorker(broken, work).queue.pump()).rejects.toThrow('disk full');
    await pass(2 * workMs);
    await died;
    void startWorker(bench.store, work).queue.pump();
    await pass(5 * workMs);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 3 });
  });
});

describe('waiting', () => {
  const failing =
    (errors: AppError[], runs: number[] = []) =>
    (task: Task) => {
      runs.push(Date.now() - start);
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve(copied(task));
    };
  const limited = (ms: number) => new AppError('cdn.rate_limited', { retry: { at: start + ms } });

  it('repeats after a growing delay, without leaving', async () => {
    const runs: number[] = [];
    const errors = [1, 2, 3].map(() => new AppError('cdn.server_error', { retry: 'backoff' }));
    const bench = createBench(seedJob('job', 1), failing(errors, runs));
    void bench.queue.pump();
    await pass(5000);
    // Half of 0.5 s · 2^n: the jitter of these tests is 0.
    expect(runs).toEqual([0, 250, 750, 1750]);
    expect(bench.tasks.get('job/image/0')).toMatchObject({ state: 'done', attempts: 4, error: null });
  });

  it('starts nothing at all before the instant the other side named', async () => {
    const runs: number[] = [];
    const bench = createBench(seedJob('job', 30), failing([limited(5000)], runs), 2);
    void bench.queue.pump();
    await pass(4999);
    expect(runs.length).toBeLessThanOrEqual(2);
    await pass(100);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 30 });
  });

  it('ends a run that would wait over 20 s, with a wake-up at the right time', async () => {
    const bench = createBench(seedJob('job', 1), failing([limited(20_001)]));
    let ended = false;
    void bench.queue.pump().then(() => {
      ended = true;
    });
    await pass(10);
    expect(ended).toBe(true);
    expect(bench.wakeups.at(-1)).toBe(start + 20_001);
    await pass(20_000);
    void bench.queue.pump();
    await pass(10);
    expect(bench.job()).toMatchObject({ status: 'completed' });
  });

  it('stays for a wait of 20 s', async () => {
    const bench = createBench(seedJob('job', 1), failing([limited(20_000)]));
    void bench.queue.pump();
    await pass(20_010);
    expect(bench.job()).toMatchObject({ status: 'completed' });
  });

  it('keeps a long hold over a pump in between', async () => {
    const runs: number[] = [];
    const bench = createBench(seedJob('job', 30), failing([limited(60_000)], runs), 2);
    void bench.queue.pump();
    await pass(10);
    const before = runs.length;
    await bench.queue.pump();
    await pass(30_000);
    await bench.queue.pump();
    expect(runs).toHaveLength(before);
    await pass(30_000);
    void bench.queue.pump();
    await pass(100);
    expect(bench.job()).toMatchObject({ status: 'completed', successImages: 30 });
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
    for (const task of bench.tasks.values())
      if (task.jobId === job) bench.tasks.set(task.id, { ...task, state: 'cancelled' });
    bench.queue.abort(job);
    await pass(10 * workMs);
    expect(bench.job()).toMatchObject({ status: 'cancelled', processed: 0, successImages: 0, failedImages: 0 });
    expect(bench.jobs.get(jobId.parse('other'))).toMatchObject({ status: 'completed', successImages: 3 });
    expect([...bench.tasks.values()].filter(({ state }) => state === 'cancelled')).toHaveLength(3);
  });
});
