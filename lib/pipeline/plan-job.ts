import type { ArticleField } from '../core/article';
import type { JobId, StoreId } from '../core/ids';
import type { DownloadDestination, Item, Job } from '../core/job';
import { newTaskRow, type Task } from '../core/task';
import { maxIdsPerRead } from '../ozon/api';
import { type Line, resolveProductsTask } from './resolve-products';

export type JobRequest = {
  storeId: StoreId;
  field: ArticleField;
  destination: DownloadDestination;
  articles: string[];
};

/** The rows of a new job: the job, a line per article, and a look-up per 1000 lines. */
export function planJob(id: JobId, request: JobRequest, now: number): { job: Job; items: Item[]; tasks: Task[] } {
  const { articles, storeId, field, destination } = request;
  const lines = articles.map((article, seq) => ({ seq, article }));
  const tasks = planLookups(id, 0, { storeId, field, destination }, lines, now);
  const job: Job = {
    ...emptyJob(id, { storeId, field, destination }, now),
    totalArticles: articles.length,
    openTasks: tasks.length,
  };
  return { job, items: lines.map((line) => emptyItem(id, line)), tasks };
}

type Where = Pick<Job, 'storeId' | 'field' | 'destination'>;

/** Look-ups for lines of a job, as many as Ozon's limit of ids per call needs. */
export function planLookups(id: JobId, round: number, where: Where, lines: Line[], now: number): Task[] {
  const tasks: Task[] = [];
  for (let from = 0; from < lines.length; from += maxIdsPerRead) {
    const part = lines.slice(from, from + maxIdsPerRead);
    tasks.push(newTaskRow(resolveProductsTask(id, round, { ...where, lines: part }), id, now));
  }
  return tasks;
}

/** A job that has just been made and has no lines yet. */
export const emptyJob = (id: JobId, where: Where, now: number): Job => ({
  id,
  ...where,
  status: 'pending',
  createdAt: now,
  startedAt: null,
  finishedAt: null,
  totalArticles: 0,
  processed: 0,
  failedArticles: 0,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  bytes: 0,
  openTasks: 0,
  round: 0,
});

/** A line nothing is known of yet. */
export const emptyItem = (jobId: JobId, { seq, article }: Line): Item => ({
  jobId,
  seq,
  article,
  status: 'pending',
  productId: null,
  offerId: null,
  sku: null,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  error: null,
  urls: [],
});
