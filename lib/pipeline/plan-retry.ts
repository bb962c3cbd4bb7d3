import type { z } from 'zod';
import type { ErrorCode } from '../core/error-codes';
import type { Item, Job } from '../core/job';
import { countItem } from '../core/tally';
import type { Task, TaskKind } from '../core/task';
import { pictureOf } from './picture-task';
import { planListing, planLookups, planPacking } from './plan-job';
import { linesIn, type savedLines } from './save-file';

/** Tasks that are run again when they failed; look-ups are planned anew, and so is packing. */
export const retriedKinds: readonly TaskKind[] = ['copy-image', 'keep-image', 'save-file', 'upload-file'];

/**
 * What failed in a job: lines and their pictures' tasks, and how many archives were packed. `unpacked`: lines with
 * pictures that are still kept because their archive could not be written. `code` narrows the retry to one reason; what
 * is kept is packed at any.
 */
export type Failures = {
  lines: Item[];
  failed: Task[];
  parts: number;
  unpacked?: SavedLine[] | undefined;
  code?: ErrorCode | undefined;
};

/** Rows of a repeated run: failures taken back from the counters, their tasks queued anew. */
export function planRetry(job: Job, { lines, failed, parts, unpacked = [], code }: Failures, now: number) {
  const isAsked = ({ error }: Task) => code === undefined || error?.code === code;
  const again = failed.filter(isAsked);
  const retried = imagesBySeq([...again.flatMap(linesOf), ...unpacked]);
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
  const isPacked = planned.length > 0 || unpacked.length > 0 || code === undefined;
  const packing = isPacked ? planPacking(job.id, round, parts + 1, job.disk, now) : [];
  // What is to be saved was fetched before and waits again.
  const waiting = [...again.filter(({ kind }) => kind === 'save-file').flatMap(linesOf), ...unpacked];
  const kept = (job.kept ?? 0) + waiting.reduce((sum, { numbers }) => sum + numbers.length, 0);
  return { job: { ...counted, ...(job.disk && { kept }) }, items, tasks: [...planned, ...packing] };
}

/** A file that was to be saved may hold pictures of several lines. */
type SavedLine = z.infer<typeof savedLines>[number];

function linesOf(task: Task): SavedLine[] {
  if (task.kind === 'save-file') return linesIn(task.input);
  const { seq, n } = pictureOf(task);
  return [{ seq, numbers: [n] }];
}

function imagesBySeq(lines: SavedLine[]): Map<number, number> {
  const images = new Map<number, number>();
  for (const { seq, numbers } of lines) images.set(seq, (images.get(seq) ?? 0) + numbers.length);
  return images;
}

const errorsBySeq = (tasks: Task[]) =>
  new Map(tasks.flatMap((task) => linesOf(task).map(({ seq }) => [seq, task.error] as const)));
