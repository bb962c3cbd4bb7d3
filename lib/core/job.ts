import { z } from 'zod';
import { errorShape } from './app-error';
import { jobField } from './article';
import { diskPlan } from './disk';
import { jobId, storeId } from './ids';

export const jobStatus = z.enum(['pending', 'processing', 'paused', 'completed', 'partial', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatus>;

/** Jobs whose tasks may still be waiting or running. */
export const openStatuses = ['pending', 'processing', 'paused'] as const satisfies JobStatus[];
export const runnableStatuses = ['pending', 'processing'] as const satisfies JobStatus[];

export const isOpen = (status: JobStatus): boolean => openStatuses.some((open) => open === status);

/**
 * Where downloads go: `cloud` copies pictures to storage, `disk` saves them on this computer, `links` only collects
 * addresses (product.md B1–B3).
 */
export const downloadDestination = z.enum(['cloud', 'disk', 'links']);
export type DownloadDestination = z.infer<typeof downloadDestination>;

/**
 * `card`: the job does not download but pushes pictures to live cards (product.md E); `upload`: it brings pictures of a
 * folder or ZIP to storage, for a push to be confirmed later.
 */
export const destination = z.enum([...downloadDestination.options, 'card', 'upload']);
export type Destination = z.infer<typeof destination>;

/** One bulk job. Counters are kept here, changed in the same transaction as the rows they count. */
export const job = z.object({
  id: jobId,
  storeId,
  field: jobField,
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
  /** The list is the whole store, and grows while Ozon lists it. */
  wholeStore: z.literal(true).optional(),
  /** Why the whole store could not be listed to its end. */
  unlisted: errorShape.optional(),
  /** Everything is fetched and sent anew, whatever storage is known to hold. */
  fromScratch: z.boolean().optional(),
  /** Pictures that were in storage already; missing where there was none. */
  knownImages: z.int().optional(),
  /** How pictures are saved; jobs to disk only. */
  disk: diskPlan.optional(),
  /** Pictures fetched that wait in the browser to be saved; jobs to disk only. */
  kept: z.int().optional(),
  /** Something the seller should know of the job as a whole. */
  notice: errorShape.optional(),
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
  /** The product id to look the line up by, where the article does not do: whole stores and vendor codes. */
  lookupId: z.string().optional(),
});
export type Item = z.infer<typeof item>;

/** A place in a list before anything is known of it. */
export type Line = Pick<Item, 'seq' | 'article'> & { lookupId?: string | undefined };

/** A line nothing is known of yet. */
export const emptyItem = (jobId: Item['jobId'], { seq, article, lookupId }: Line): Item => ({
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
  ...(lookupId !== undefined && { lookupId }),
});

export const isSettled = (status: ItemStatus): boolean => status !== 'pending' && status !== 'processing';

/** A line as its job makes it look: what a cancelled job left open is cancelled, though no row of it was touched. */
export const lineOf = (job: Pick<Job, 'status'>, line: Item): Item =>
  job.status === 'cancelled' && !isSettled(line.status) ? { ...line, status: 'cancelled' } : line;
