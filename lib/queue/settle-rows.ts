import type { JobId } from '../core/ids';
import { type Item, isOpen, type Job } from '../core/job';
import { applyChange, countItem, finishJob, type ItemChange } from '../core/tally';
import { newTaskRow, type Task } from '../core/task';
import type { Outcome } from './ports';

/** Rows an outcome touches, read and written in one transaction by the store. */
export type Rows = { jobs: Map<JobId, Job>; items: Map<string, Item>; tasks: Map<string, Task> };

/** Key of a line in `Rows.items`. */
export const itemKey = (job: JobId, seq: number): string => `${job}/${seq}`;

/**
 * Applies outcomes to rows in place. Outcomes of tasks that are gone or no longer active (cancelled, deleted, taken
 * back by another worker) change nothing. Gives the rows that changed.
 */
export function settleRows(outcomes: Outcome[], rows: Rows, now: number): Rows {
  const changed: Rows = { jobs: new Map(), items: new Map(), tasks: new Map() };
  for (const outcome of outcomes) {
    const task = rows.tasks.get(outcome.task.id);
    const job = rows.jobs.get(outcome.task.jobId);
    if (task?.state !== 'active' || !job || !isOpen(job.status)) continue;
    const settled = settledTask(task, outcome);
    rows.tasks.set(task.id, settled);
    changed.tasks.set(task.id, settled);
    if (outcome.type === 'retry' || outcome.type === 'waiting' || outcome.type === 'released') continue;

    const spawned = outcome.type === 'done' ? outcome.spawn : [];
    for (const row of spawned) changed.tasks.set(row.id, newTaskRow(row, job.id, now));
    const counted = countChanges(job, outcome.changes, rows, changed);
    const after = { ...counted, openTasks: job.openTasks - 1 + spawned.length };
    const next = after.openTasks === 0 ? finishJob(after, now) : after;
    rows.jobs.set(job.id, next);
    changed.jobs.set(job.id, next);
  }
  return changed;
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
