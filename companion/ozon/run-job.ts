import { AppError } from '../../lib/core/app-error';
import type { Item, Job } from '../../lib/core/job';
import type { Task, TaskKind } from '../../lib/core/task';
import { createAdaptiveLimit } from '../../lib/queue/adaptive-limit';
import { createLane } from '../../lib/queue/lane';
import { createMemoryTaskStore } from '../../lib/queue/memory-task-store';
import type { Handler, Lock, Wakeup } from '../../lib/queue/ports';
import { createQueue } from '../../lib/queue/queue';
import { sleep } from '../../lib/queue/sleep';

/** Pictures in flight: a Worker keeps six connections open at once. */
const copiesInFlight = 6;

/** A job lives in its call: nobody else works on it, and nothing wakes it. */
export const callLock: Lock = { hold: (_, work) => work() };
const noWakeup: Wakeup = { at: async () => {} };

const otherKind: Handler = {
  run: async () => {
    throw new AppError('app.unexpected');
  },
  onFailed: () => [],
};

const handlersOf = (own: Partial<Record<TaskKind, Handler>>): Record<TaskKind, Handler> => ({
  'list-products': otherKind,
  'match-codes': otherKind,
  'resolve-products': otherKind,
  'enqueue-images': otherKind,
  'copy-image': otherKind,
  'keep-image': otherKind,
  'pack-zip': otherKind,
  'save-file': otherKind,
  'write-manifest': otherKind,
  'upload-file': otherKind,
  'push-pictures': otherKind,
  'await-import': otherKind,
  ...own,
});

type Rows = { job: Job; items: Item[]; tasks: Task[] };
type Options = { handlers: Partial<Record<TaskKind, Handler>>; now: () => number; timeoutMs: number };

/**
 * Runs one job in memory, with the queue and the handlers of the extension, for as long as one call may take. What has
 * not come to its end by then is left as it stands; so is what is to wait for longer than a call should.
 */
export async function runJob({ job, items, tasks }: Rows, { handlers, now, timeoutMs }: Options): Promise<Rows> {
  const memory = createMemoryTaskStore({ jobs: [job], items, tasks });
  const kinds = [...new Set(Object.keys(handlers))];
  const queue = createQueue({
    store: memory.store,
    lock: callLock,
    wakeup: noWakeup,
    clock: { now, sleep },
    random: Math.random,
    handlers: handlersOf(handlers),
    createLanes: () =>
      laneKinds
        .filter((kind) => kinds.includes(kind))
        .map((kind) =>
          createLane(kind, createAdaptiveLimit({ now, fixed: kind === 'copy-image' ? copiesInFlight : 1 }), {
            holds: kind === 'copy-image',
          }),
        ),
  });
  const current = () => memory.jobs.get(job.id) ?? job;
  const end = setTimeout(() => {
    // A job that is over is claimed no more; what comes of requests under way is not written.
    memory.jobs.set(job.id, { ...current(), status: 'cancelled' });
    queue.abort(job.id);
    void queue.pump();
  }, timeoutMs);
  try {
    await queue.pump();
  } finally {
    clearTimeout(end);
  }
  return { job: current(), items: [...memory.items.values()], tasks: [...memory.tasks.values()] };
}

const laneKinds = [
  'match-codes',
  'resolve-products',
  'enqueue-images',
  'copy-image',
  'push-pictures',
  'await-import',
] as const satisfies TaskKind[];
