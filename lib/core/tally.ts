import type { ErrorShape } from './app-error';
import { type Item, isSettled, type Job } from './job';

/** What a settled task changes on one line of the list. */
export type ItemChange = {
  seq: number;
  set?: Partial<Pick<Item, 'productId' | 'offerId' | 'sku' | 'totalImages' | 'urls' | 'status' | 'lookupId'>>;
  succeeded?: number;
  failed?: number;
  /** Bytes stored. */
  bytes?: number;
  /** Pictures among the succeeded that were in storage already and not sent again. */
  known?: number;
  /** Pictures that begin to wait in the browser, or (less than 0) wait no longer. */
  kept?: number;
  error?: ErrorShape;
};

/** The line after a change. Once every picture is settled, the line is a success or a failure. */
export function applyChange(before: Item, change: ItemChange): Item {
  const after: Item = {
    ...before,
    ...change.set,
    successImages: before.successImages + (change.succeeded ?? 0),
    failedImages: before.failedImages + (change.failed ?? 0),
    error: change.error ?? before.error,
  };
  const settled = after.successImages + after.failedImages;
  if (after.status === 'processing' && settled >= after.totalImages)
    after.status = after.failedImages > 0 ? 'failed' : 'success';
  return after;
}

const one = (flag: boolean) => (flag ? 1 : 0);

/** The job's counters after one of its lines changed: the difference between the line before and after. */
export function countItem(job: Job, before: Item, after: Item): Job {
  return {
    ...job,
    processed: job.processed + one(isSettled(after.status)) - one(isSettled(before.status)),
    failedArticles: job.failedArticles + one(after.status === 'failed') - one(before.status === 'failed'),
    totalImages: job.totalImages + after.totalImages - before.totalImages,
    successImages: job.successImages + after.successImages - before.successImages,
    failedImages: job.failedImages + after.failedImages - before.failedImages,
  };
}

/** The job after its last task settled: `completed`, `partial` or `failed`, by its lines (product.md, "Meanings"). */
export function finishJob(job: Job, now: number): Job {
  const { failedArticles, totalArticles, unlisted } = job;
  const isWhole = failedArticles === 0 && !unlisted;
  const status = isWhole ? 'completed' : failedArticles === totalArticles ? 'failed' : 'partial';
  return { ...job, status, finishedAt: now };
}
