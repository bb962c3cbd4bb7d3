import type { JobId } from '../core/ids';
import { type Item, isOpen, type Job } from '../core/job';
import { folderOf, type StoredFolder, type StoredPicture, withPicture } from '../core/stored-picture';
import { applyChange, countItem, finishJob, type ItemChange } from '../core/tally';
import { type NewTask, newTaskRow, type Task } from '../core/task';
import { appendLines } from './append-lines';
import type { Outcome } from './ports';

/** Rows an outcome touches, read and written in one transaction by the store; each by its key below. */
export type Rows = {
  jobs: Map<JobId, Job>;
  items: Map<string, Item>;
  tasks: Map<string, Task>;
  stored: Map<string, StoredFolder>;
};

/** Rows to settle on; `listed`: products of `append`ed lines that are in their lists already, by `listedKey`. */
export type SettledRows = Rows & { listed: Set<string> };

/** Key of a line in `Rows.items`. */
export const itemKey = (job: JobId, seq: number): string => `${job}/${seq}`;

/** Key of a folder in `Rows.stored`. */
export const storedKey = ({ slot, place }: Pick<StoredPicture, 'slot' | 'place'>): string =>
  `${folderOf(slot)} ${place}`;

/**
 * Applies outcomes to rows in place. Outcomes of tasks that are gone or no longer active (cancelled, deleted, taken
 * back by another worker) change nothing. Gives the rows that changed.
 */
export function settleRows(outcomes: Outcome[], rows: SettledRows, now: number): Rows {
  const changed: Rows = { jobs: new Map(), items: new Map(), tasks: new Map(), stored: new Map() };
  for (const outcome of outcomes) {
    const task = rows.tasks.get(outcome.task.id);
    const job = rows.jobs.get(outcome.task.jobId);
    if (task?.state !== 'active' || !job || !isOpen(job.status)) continue;
    const settled = settledTask(task, outcome);
    rows.tasks.set(task.id, settled);
    changed.tasks.set(task.id, settled);
    if (outcome.type === 'retry' || outcome.type === 'waiting' || outcome.type === 'released') continue;

    const { grown, spawned } = growth(job, outcome, rows, changed);
    for (const row of spawned) changed.tasks.set(row.id, newTaskRow(row, job.id, now));
    if (outcome.type === 'done') for (const picture of outcome.stored ?? []) remember(picture, rows, changed);
    const counted = countChanges(grown, outcome.changes, rows, changed);
    const after = { ...counted, openTasks: job.openTasks - 1 + spawned.filter(({ done }) => !done).length };
    const next = after.openTasks === 0 ? finishJob(after, now) : after;
    rows.jobs.set(job.id, next);
    changed.jobs.set(job.id, next);
  }
  return changed;
}

/** The job with the lines and tasks an outcome adds, or with the reason why its list was not read to the end. */
function growth(job: Job, outcome: Outcome, rows: SettledRows, changed: Rows): { grown: Job; spawned: NewTask[] } {
  if (outcome.type === 'failed' && outcome.task.kind === 'list-products')
    return { grown: { ...job, unlisted: outcome.error }, spawned: [] };
  if (outcome.type !== 'done') return { grown: job, spawned: [] };
  if (!outcome.append) return { grown: job, spawned: outcome.spawn };
  const { job: grown, items, spawn } = appendLines(job, outcome.append, rows.listed);
  for (const item of items) {
    const key = itemKey(job.id, item.seq);
    rows.items.set(key, item);
    changed.items.set(key, item);
  }
  return { grown, spawned: [...outcome.spawn, ...spawn] };
}

function remember(picture: StoredPicture, rows: Rows, changed: Rows) {
  const key = storedKey(picture);
  const folder = withPicture(rows.stored.get(key), picture);
  rows.stored.set(key, folder);
  changed.stored.set(key, folder);
}

function countChanges(job: Job, changes: ItemChange[], rows: Rows, changed: Rows): Job {
  let counted = job;
  for (const change of changes) {
    const key = itemKey(job.id, change.seq);
    const before = rows.items.get(key);
    if (!before) continue;
    const after = applyChange(before, change);
    rows.items.set(key, after);
    changed.items.set(key, after);
    counted = { ...countItem(counted, before, after), bytes: counted.bytes + (change.bytes ?? 0) };
    if (change.known !== undefined) counted.knownImages = (counted.knownImages ?? 0) + change.known;
    if (change.kept !== undefined) counted.kept = (counted.kept ?? 0) + change.kept;
  }
  return counted;
}

function settledTask(task: Task, outcome: Outcome): Task {
  if (outcome.type === 'released') return { ...task, state: 'queued' };
  if (outcome.type === 'waiting') return { ...task, state: 'queued', runAt: outcome.runAt, attempts: 0, error: null };
  const attempts = task.attempts + 1;
  if (outcome.type === 'done') return { ...task, state: 'done', attempts, output: outcome.output, error: null };
  if (outcome.type === 'failed') return { ...task, state: 'failed', attempts, error: outcome.error };
  return { ...task, state: 'queued', attempts, error: outcome.error, runAt: outcome.runAt };
}
