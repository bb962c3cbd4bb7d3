import { isOpen, type Job } from '../lib/core/job';

/** Lines one look-up covers at most; only used to guess how much of the list is still unknown. */
const linesPerLookup = 1000;

export type Progress = {
  unit: 'pictures' | 'articles';
  done: number;
  total: number;
  /** 0–1; looks ahead over articles whose pictures are not counted yet, so the bar does not jump back. */
  share: number;
  /** What is left in the same unit, with the same guess; undefined while nothing is known. */
  left: number | undefined;
};

/** How far a job is, from its counters alone. */
export function progressOf(job: Job): Progress {
  if (job.destination !== 'cloud') return articleProgress(job);
  const done = job.successImages + job.failedImages;
  const { totalImages: total } = job;
  if (!isOpen(job.status)) {
    const byArticles = job.processed / Math.max(1, job.totalArticles);
    return { unit: 'pictures', done, total, share: total === 0 ? byArticles : done / total, left: 0 };
  }
  // Every picture not yet settled is one open task; the rest of the open tasks are look-ups.
  const lookups = Math.max(0, job.openTasks - (total - done));
  const unknown = Math.min(job.totalArticles - job.processed, lookups * linesPerLookup);
  const known = job.totalArticles - unknown;
  if (known <= 0 || total === 0) return { unit: 'pictures', done, total, share: 0, left: undefined };
  const expected = (total * job.totalArticles) / known;
  return { unit: 'pictures', done, total, share: Math.min(1, done / expected), left: Math.max(0, expected - done) };
}

function articleProgress(job: Job): Progress {
  const { processed: done, totalArticles: total } = job;
  return { unit: 'articles', done, total, share: done / Math.max(1, total), left: total - done };
}
