import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../core/app-error';
import type { Task } from '../core/task';
import type { TaskStore } from './ports';
import { copied, createBench, limitOf, ofSeq, pass, startWorker, work, workMs } from './testing/queue-bench';
import { seedJob } from './testing/rows';

const start = 1_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
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
      look: () => {},
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

describe('a store that breaks', () => {
  it.each<['claim' | 'settle']>([['claim'], ['settle']])(
    'in %s: the run ends only when nothing of it is under way any more',
    async (method) => {
      // More lines than are claimed at once: the second claim comes while the first are under way.
      const bench = createBench(seedJob('job', 100), work);
      let running = 0;
      const count = async (task: Task) => {
        running += 1;
        const result = await (ofSeq(task) === 0 ? Promise.resolve(copied(task)) : work(task));
        running -= 1;
        return result;
      };
      let calls = 0;
      const fail = () => Promise.reject(new Error('disk full'));
      const broken: TaskStore = {
        ...bench.store,
        claim: (...args) => (method === 'claim' && calls++ > 0 ? fail() : bench.store.claim(...args)),
        settle: (...args) => (method === 'settle' ? fail() : bench.store.settle(...args)),
      };
      let left: number | undefined;
      const run = startWorker(broken, count)
        .queue.pump()
        .finally(() => {
          left = running;
        });
      const died = expect(run).rejects.toThrow('disk full');
      await pass(workMs / 2);
      expect([left, running > 0]).toEqual([undefined, true]);
      await pass(10 * workMs);
      await died;
      expect(left).toBe(0);
    },
  );
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
    const bench = createBench(seedJob('job', 30), failing([limited(5000)], runs), limitOf(2));
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
    const bench = createBench(seedJob('job', 30), failing([limited(60_000)], runs), limitOf(2));
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
