import { z } from 'zod';
import { errorShape } from './app-error';
import { articleField } from './article';
import { jobId, storeId } from './ids';

export const jobStatus = z.enum(['pending', 'processing', 'paused', 'completed', 'partial', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatus>;

/** Jobs whose tasks may still be waiting or running. */
export const openStatuses = ['pending', 'processing', 'paused'] as const satisfies JobStatus[];
export const runnableStatuses = ['pending', 'processing'] as const satisfies JobStatus[];

export const isOpen = (status: JobStatus): boolean => openStatuses.some((open) => open === status);

/** Where downloads go: `cloud` copies pictures to storage, `links` only collects addresses (product.md B1, B3). */
export const downloadDestination = z.enum(['cloud', 'links']);
export type DownloadDestination = z.infer<typeof downloadDestination>;

/** `card`: the job does not download but pushes pictures to live cards (product.md E). */
export const destination = z.enum([...downloadDestination.options, 'card']);
export type Destination = z.infer<typeof destination>;

/** One bulk job. Counters are kept here, changed in the same transaction as the rows they count. */
export const job = z.object({
  id: jobId,
  storeId,
  field: articleField,
  destination,
  status: jobStatus,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  totalArticles: z.int(),
  processed: z.int(),
  failedArticles: z.int(),
  totalImages: z.int(),
  successImages: z.int(),
  failedImages: z.int(),
  bytes: z.number(),
  /** Tasks neither done nor failed; the job ends when it reaches 0. */
  openTasks: z.int(),
  /** Times "retry failed" was used; makes the ids of repeated look-ups differ. */
  round: z.int(),
});
export type Job = z.infer<typeof job>;

export const itemStatus = z.enum(['pending', 'processing', 'success', 'failed', 'cancelled']);
export type ItemStatus = z.infer<typeof itemStatus>;

/** One line of the list: an article and what became of it. `seq` is its place in the list, from 0. */
export const item = z.object({
  jobId,
  seq: z.int(),
  article: z.string(),
  status: itemStatus,
  productId: z.string().nullable(),
  offerId: z.string().nullable(),
  sku: z.string().nullable(),
  totalImages: z.int(),
  successImages: z.int(),
  failedImages: z.int(),
  /** The reason of a failure, or a note on a success (`product.no_images`). */
  error: errorShape.nullable(),
  /** Source addresses, kept for links-only jobs; stored pictures are found by their tasks. */
  urls: z.array(z.string()),
});
export type Item = z.infer<typeof item>;

export const isSettled = (status: ItemStatus): boolean => status !== 'pending' && status !== 'processing';

/** A line as its job makes it look: what a cancelled job left open is cancelled, though no row of it was touched. */
export const lineOf = (job: Pick<Job, 'status'>, line: Item): Item =>
  job.status === 'cancelled' && !isSettled(line.status) ? { ...line, status: 'cancelled' } : line;
