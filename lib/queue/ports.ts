import type { ErrorShape } from '../core/app-error';
import type { StoredPicture } from '../core/stored-picture';
import type { ItemChange } from '../core/tally';
import type { NewTask, Task, TaskKind } from '../core/task';
import type { Append } from './append-lines';

/** How one run of a task ended, with all it changes; written in one transaction. */
export type Outcome = { task: Task } & (
  | ({ type: 'done' } & HandlerResult)
  | { type: 'failed'; error: ErrorShape; changes: ItemChange[] }
  | { type: 'retry'; error: ErrorShape; runAt: number }
  | { type: 'waiting'; runAt: number }
  | { type: 'released' }
);

/** Tasks to run, and when there may be more of the kind (ms since 1970); undefined: not before rows change. */
export type Claim = { tasks: Task[]; nextAt: number | undefined };

/** Durable tasks. Every method is one transaction; nothing foreign is awaited inside. */
export interface TaskStore {
  /** Moves up to `limit` due tasks of running jobs from queued to active, oldest job first. */
  claim(kind: TaskKind, limit: number, now: number): Promise<Claim>;
  /** Jobs may have changed by other hands than this store's: which of them run is to be read again. */
  look(): void;
  /** Writes outcomes with the counters they change; outcomes of tasks no longer active are dropped. */
  settle(outcomes: Outcome[], now: number): Promise<void>;
  /** Puts every active task of open jobs back to queued: their worker is gone. */
  recover(): Promise<void>;
  /** When the next queued task of a running job may start (ms since 1970); undefined when there is none. */
  nextRunAt(): Promise<number | undefined>;
}

/** Lets one holder at a time work; a holder that dies frees it. */
export interface Lock {
  hold<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Asks to be started again later, whatever happens to this process; undefined takes the request back. */
export interface Wakeup {
  at(time: number | undefined): Promise<void>;
}

export interface Clock {
  now(): number;
  /** Resolves after `ms` or when the signal aborts, whichever is first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export type HandlerResult = {
  output: unknown;
  changes: ItemChange[];
  spawn: NewTask[];
  /** Lines the task found beside those of the list. */
  append?: Append;
  /** What storage now holds, to be remembered in the same transaction. */
  stored?: StoredPicture[];
};

/** The other side is not ready: the task is run again at that instant (ms since 1970), which is no failed attempt. */
export type HandlerWait = { runAt: number };

export type HandlerContext = {
  signal: AbortSignal;
  now: () => number;
  /** Runs one request to a peer in one of the lane's connections, `next` before others; other waiting holds none. */
  connect: <T>(request: () => Promise<T>, order?: { next?: boolean }) => Promise<T>;
};

/** The work of one kind of task. Safe to repeat: a worker may die between any two lines. */
export type Handler<Result extends HandlerResult | HandlerWait = HandlerResult | HandlerWait> = {
  run(task: Task, context: HandlerContext): Promise<Result>;
  /** What a final failure changes on the list. */
  onFailed(task: Task, error: ErrorShape): ItemChange[] | Promise<ItemChange[]>;
};
