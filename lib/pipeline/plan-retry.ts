import { z } from 'zod';
import type { ErrorCode } from '../core/error-codes';
import type { Item, Job } from '../core/job';
import { countItem } from '../core/tally';
import type { Task, TaskKind } from '../core/task';
import { pictureOf } from './picture-task';
import { planListing, planLookups, planPacking } from './plan-job';

/** Tasks that are run again when they failed; look-ups are planned anew, and so is packing. */
export const retriedKinds: readonly TaskKind[] = ['copy-image', 'keep-image', 'save-file'];

/**
 * What failed in a job: lines and their pictures' tasks, and how many archives were packed. `code` narrows the retry to
 * one reason.
 */
export type Failures = { lines: Item[]; failed: Task[]; parts: number; code?: ErrorCode | undefined };

/** Rows of a repeated run: failures taken back from the counters, their tasks queued anew. */
export function planRetry(job: Job, { lines, failed, parts, code }: Failures, now: number) {
  const isAsked = ({ error }: Task) => code === undefined || error?.code === code;
  const again = failed.filter(isAsked);
  const retried = imagesBySeq(again);
  const left = errorsBySeq(failed.filter((task) => !isAsked(task)));
  const { unlisted, ...listed } = job;
  const relists = job.wholeStore && unlisted && (code === undefined || code === unlisted.code);
  let counted: Job = relists ? listed : job;
  const items: Item[] = [];
  const unresolved: Item[] = [];
  for (const line of lines) {
    const found = line.productId !== null;
    const images = retried.get(line.seq) ?? 0;
    if (code !== undefined && (found ? images === 0 : line.error?.code !== code)) continue;
    if (!found) unresolved.push(line);
    const failedImages = code === undefined ? 0 : line.failedImages - images;
    const error = failedImages > 0 ? (left.get(line.seq) ?? line.error) : null;
    const after: Item = { ...line, error, failedImages, status: found ? 'processing' : 'pending' };
    counted = countItem(counted, line, after);
    items.push(after);
  }
  const round = job.round + 1;
  const queued = again.map((task): Task => ({ ...task, state: 'queued', attempts: 0, runAt: now, error: null }));
  const lookups = planLookups(job.id, round, job, unresolved, now);
  const listing = relists ? planListing(job.id, round, job, now) : [];
  const planned = [...queued, ...lookups, ...listing];
  const packing = planned.length > 0 || code === undefined ? planPacking(job.id, round, parts + 1, job.disk, now) : [];
  return { job: counted, items, tasks: [...planned, ...packing] };
}

/** A file that was to be saved may hold pictures of several lines. */
const saved = z.object({ lines: z.array(z.object({ seq: z.int(), count: z.int() })) });

const linesOf = (task: Task) =>
  task.kind === 'save-file' ? (saved.safeParse(task.input).data?.lines ?? []) : [{ ...pictureOf(task), count: 1 }];

function imagesBySeq(tasks: Task[]): Map<number, number> {
  const images = new Map<number, number>();
  for (const { seq, count } of tasks.flatMap(linesOf)) images.set(seq, (images.get(seq) ?? 0) + count);
  return images;
}

const errorsBySeq = (tasks: Task[]) =>
  new Map(tasks.flatMap((task) => linesOf(task).map(({ seq }) => [seq, task.error] as const)));
