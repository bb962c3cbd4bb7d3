import { vi } from 'vitest';
import type { Task } from '../../core/task';
import { type AdaptiveLimit, createAdaptiveLimit } from '../adaptive-limit';
import { createLane } from '../lane';
import { createMemoryTaskStore } from '../memory-task-store';
import type { Clock, Handler, HandlerContext, HandlerResult, Lock, TaskStore } from '../ports';
import { createQueue } from '../queue';
import type { Seed } from './rows';

/** Time under Vitest's fake timers. */
export const fakeClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      setTimeout(resolve, ms);
      signal.addEventListener('abort', () => resolve());
    }),
};

export const ofSeq = (task: Task) => Number(task.id.split('/')[2]);

/** What a handler gives when its picture was copied. */
export const copied = (task: Task): HandlerResult => ({
  output: null,
  changes: [{ seq: ofSeq(task), succeeded: 1 }],
  spawn: [],
});

type Run = (task: Task, context: HandlerContext) => Promise<HandlerResult>;

/** Time a picture takes in these tests, ms. */
export const workMs = 100;

export const work = async (task: Task): Promise<HandlerResult> => {
  await new Promise((resolve) => setTimeout(resolve, workMs));
  return copied(task);
};

/** A limit that stays at `fixed`, or finds itself when that is left out. */
export const limitOf = (fixed?: number): AdaptiveLimit => createAdaptiveLimit({ now: fakeClock.now, fixed });

/** One queue on a store, as one life of a worker has it. */
export function startWorker(store: TaskStore, run: Run, limit = limitOf(5)) {
  const wakeups: (number | undefined)[] = [];
  let holders = 0;
  let mostHolders = 0;
  const lock: Lock = {
    async hold(_, held) {
      holders += 1;
      mostHolders = Math.max(mostHolders, holders);
      return held().finally(() => {
        holders -= 1;
      });
    },
  };
  // All the work is one request: what is in flight is what holds a connection.
  const handler: Handler = {
    run: (task, context) => context.connect(() => run(task, context)),
    onFailed: (task, error) => [{ seq: ofSeq(task), failed: 1, error }],
  };
  const queue = createQueue({
    store,
    lock,
    wakeup: { at: async (time) => void wakeups.push(time) },
    clock: fakeClock,
    random: () => 0,
    handlers: {
      'list-products': handler,
      'match-codes': handler,
      'copy-image': handler,
      'keep-image': handler,
      'pack-zip': handler,
      'write-manifest': handler,
      'save-file': handler,
      'upload-file': handler,
      'enqueue-images': handler,
      'resolve-products': handler,
      'push-pictures': handler,
      'await-import': handler,
    },
    createLanes: () => [createLane('copy-image', limit)],
  });
  return { queue, wakeups, mostHolders: () => mostHolders };
}

/** A store in memory with a worker on it. Needs fake timers. */
export function createBench(seed: Seed, run: Run, limit = limitOf(5)) {
  const memory = createMemoryTaskStore(seed);
  const job = () => [...memory.jobs.values()][0];
  const states = () => [...memory.tasks.values()].map(({ state }) => state);
  /** Changes the first job's row, as a command does. */
  const setJob = (changes: object) => {
    const row = job();
    if (row) memory.jobs.set(row.id, { ...row, ...changes });
  };
  return { ...memory, ...startWorker(memory.store, run, limit), job, states, setJob };
}

/** Lets `ms` pass. */
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
