import { type AppError, type ErrorShape, toAppError } from '../core/app-error';
import type { JobId } from '../core/ids';
import type { ItemChange } from '../core/tally';
import { type Task, type TaskKind, taskKind } from '../core/task';
import type { Lane } from './lane';
import type { Clock, Handler, HandlerContext, Lock, Outcome, TaskStore, Wakeup } from './ports';
import { isOutage, isOverload, nextRunAt } from './retry-policy';
import { createSettler } from './settler';

/** Longest sleep inside a running worker; a longer wait is left to the wake-up (architecture.md §3). */
const longestSleepMs = 20_000;
/** How long a busy queue sleeps at most: retries become due, and holds end. */
const lookMs = 1000;
/** No lane rests longer while others work: should news ever be lost, a read is cheaper than a job that stands still. */
const longestRestMs = 10_000;

/** Ends a task that waited for its first connection when nothing may begin any more. */
const notBegun = new Error('not begun');

type Deps = {
  store: TaskStore;
  lock: Lock;
  wakeup: Wakeup;
  clock: Clock;
  random: () => number;
  handlers: Record<TaskKind, Handler>;
  createLanes: () => Lane[];
};

export type Queue = ReturnType<typeof createQueue>;

/** Runs durable tasks: claims them, runs their handlers, writes what came of it. At least once, one runner at a time. */
export function createQueue({ store, lock, wakeup, clock, random, handlers, createLanes }: Deps) {
  const controllers = new Map<JobId, AbortController>();
  const paused = new Set<JobId>();
  let pumping: Promise<void> | undefined;
  let lanes: Lane[] = [];
  let again = false;
  let wake = new AbortController();

  const signalOf = (job: JobId): AbortSignal => {
    const known = controllers.get(job);
    if (known) return known.signal;
    const controller = new AbortController();
    controllers.set(job, controller);
    return controller.signal;
  };

  /** Work in flight ends by itself; this is about what would begin now. */
  const mayBegin = (lane: Lane, job: JobId) =>
    !paused.has(job) && !signalOf(job).aborted && clock.now() >= lane.heldUntil;

  async function outcomeOf(lane: Lane, task: Task): Promise<Outcome> {
    const signal = signalOf(task.jobId);
    let startedAt = clock.now();
    let noted: unknown;
    const note = (thrown: unknown) => {
      if (thrown !== noted && !signal.aborted) noteFailure(lane, startedAt, toAppError(thrown));
      noted = thrown;
    };
    if (!mayBegin(lane, task.jobId)) return { task, type: 'released' };
    const connect: HandlerContext['connect'] = (request, order) =>
      lane.connect(async () => {
        if (!order?.next && !mayBegin(lane, task.jobId)) throw notBegun;
        startedAt = clock.now();
        // Noted before the connection is free: the next request must not begin in a hold.
        return request().catch((thrown: unknown) => {
          note(thrown);
          throw thrown;
        });
      }, order);
    try {
      const result = await handlers[task.kind].run(task, { signal, now: clock.now, connect });
      lane.succeeded();
      return 'runAt' in result ? { task, type: 'waiting', ...result } : { task, type: 'done', ...result };
    } catch (thrown) {
      if (signal.aborted || thrown === notBegun) return { task, type: 'released' };
      note(thrown);
      return failureOf(task, toAppError(thrown));
    }
  }

  function noteFailure(lane: Lane, startedAt: number, error: AppError) {
    if (isOverload(error)) lane.overloaded(startedAt);
    if (!isOutage(error)) return;
    const until = nextRunAt(error, lane.outages + 1, clock.now(), random);
    if (until !== undefined) lane.outage(startedAt, until, typeof error.retry === 'object');
  }

  async function failureOf(task: Task, error: AppError): Promise<Outcome> {
    const shape = { code: error.code, params: error.params };
    const runAt = nextRunAt(error, task.attempts + 1, clock.now(), random);
    if (runAt !== undefined) return { task, type: 'retry', error: shape, runAt };
    return { task, type: 'failed', error: shape, changes: await changesOf(handlers[task.kind], task, shape) };
  }

  /** What starts a stopped worker again must exist before its work does. */
  async function arm(): Promise<boolean> {
    const due = await store.nextRunAt();
    await wakeup.at(due);
    return due !== undefined;
  }

  /** Works until nothing is left, or nothing is due for a while; then says when to be woken. */
  async function work() {
    await store.recover();
    lanes = renewed(lanes, createLanes(), clock.now());
    let armed = false;
    const settle = createSettler(store, clock);
    const running = new Set<Promise<void>>();
    let broken: unknown;
    let busy = 0;
    /** When each lane may find something again, unless it hears of new rows before. */
    const restUntil = new Map<Lane, number>();
    let news = 0;

    const hear = (kinds: TaskKind[]) => {
      if (kinds.length > 0) news += 1;
      for (const lane of lanes) if (kinds.includes(lane.kind)) restUntil.delete(lane);
    };

    const look = () => {
      store.look();
      hear(taskKind.options);
    };

    /** An empty lane is not asked again for each picture that ends: that would cost more than the picture's own rows. */
    const claim = async (lane: Lane) => {
      const now = clock.now();
      const room = lane.room(now);
      if (room === 0 || now < (restUntil.get(lane) ?? now)) return;
      const before = news;
      const { tasks, nextAt = Number.POSITIVE_INFINITY } = await store.claim(lane.kind, room, now);
      if (news === before) restUntil.set(lane, Math.min(nextAt, now + longestRestMs));
      for (const task of tasks) start(lane, task);
    };

    const start = (lane: Lane, task: Task) => {
      busy += 1;
      const run = lane
        .run(() => outcomeOf(lane, task))
        .then((outcome) => {
          // The place is free already; what came of it is written together with others.
          busy -= 1;
          wake.abort();
          return settle(outcome, busy === 0).then(() => {
            // Its job may have been paused or cancelled: it must not be claimed again and again.
            if (outcome.type === 'released') store.look();
            hear(kindsLeft(outcome));
          });
        })
        .catch((thrown: unknown) => {
          broken = thrown;
        })
        .finally(() => {
          running.delete(run);
          wake.abort();
        });
      running.add(run);
    };

    try {
      for (;;) {
        if (again) look();
        again = false;
        wake = new AbortController();
        if (broken !== undefined) throw broken;
        if (!armed) armed = await arm();
        for (const lane of lanes) await claim(lane);
        // An outcome that could not be written may have come up just now: such a run must not end as if all were done.
        if (again || broken !== undefined) continue;
        if (running.size > 0) {
          await clock.sleep(lookMs, wake.signal);
          continue;
        }
        const next = nextLook(await store.nextRunAt(), lanes, clock.now());
        await wakeup.at(next);
        if (next === undefined || next - clock.now() > longestSleepMs) return;
        await clock.sleep(next - clock.now(), wake.signal);
        look();
      }
    } finally {
      // Nothing of this run may still write when the next one puts its tasks back.
      await Promise.all(running);
    }
  }

  async function pump() {
    try {
      do await lock.hold('queue', work);
      while (again);
    } finally {
      // In the same step as the last look at `again`: a pump that comes later starts a new run.
      pumping = undefined;
    }
  }

  return {
    /** Starts working, or makes a running queue look again before it leaves. Resolves when there is nothing to do. */
    pump(): Promise<void> {
      again = true;
      wake.abort();
      pumping ??= pump();
      return pumping;
    },

    /** Tasks of the job that have not begun are put back; those in flight end by themselves. */
    pause: (job: JobId) => void paused.add(job),
    resume: (job: JobId) => void paused.delete(job),

    /** Ends the requests of a job that was cancelled or deleted. */
    abort(job: JobId) {
      signalOf(job);
      controllers.get(job)?.abort();
      paused.delete(job);
    },
  };
}

/** Of which kinds there may be more to claim once the outcome is written. */
function kindsLeft(outcome: Outcome): TaskKind[] {
  if (outcome.type === 'failed') return [];
  if (outcome.type !== 'done') return [outcome.task.kind];
  return outcome.append ? taskKind.options : outcome.spawn.map(({ kind }) => kind);
}

/** A row nobody can read fails alone: it must not break the run at every wake-up. */
async function changesOf(handler: Handler, task: Task, error: ErrorShape): Promise<ItemChange[]> {
  try {
    return await handler.onFailed(task, error);
  } catch {
    return [];
  }
}

/** New lanes with the holds of those before them: another run does not end the wait the other side asked for. */
function renewed(before: Lane[], lanes: Lane[], now: number): Lane[] {
  for (const { kind, heldUntil } of before)
    if (heldUntil > now) lanes.find((lane) => lane.kind === kind)?.outage(now, heldUntil, true);
  return lanes;
}

/** When something can be claimed: a task that is due and was not claimed stands in a held lane. */
function nextLook(due: number | undefined, lanes: Lane[], now: number): number | undefined {
  if (due === undefined || due > now) return due;
  const holds = lanes.map((lane) => lane.heldUntil).filter((until) => until > now);
  return holds.length > 0 ? Math.min(...holds) : now;
}
