import { z } from 'zod';
import { maxLengthOf } from '../../lib/core/article';
import { jobId } from '../../lib/core/ids';
import { jobStatus } from '../../lib/core/job';
import { ozonDownloadRequest, ozonDownloadResult } from '../../lib/storage/ozon-api';

/** Most articles of one job; a whole store has no limit. */
export const maxJobArticles = 10_000;

/** A request of G9: G5's, for more articles or the whole store. */
export const jobRequest = ozonDownloadRequest
  .extend({
    articles: z.array(ozonDownloadRequest.shape.articles.element).min(1).max(maxJobArticles).optional(),
    /** Every product of the store, archived ones too. */
    whole_store: z.literal(true).optional(),
    /** Fetches and stores everything anew, whatever storage is known to hold. */
    from_scratch: z.boolean().default(false),
  })
  .refine(({ articles, whole_store }) => (articles === undefined) === (whole_store === true), {
    path: ['articles'],
    message: 'either articles or whole_store must be given',
  })
  .refine(({ articles = [], field }) => articles.every((article) => article.length <= maxLengthOf(field)), {
    path: ['articles'],
    message: 'an article is longer than this field allows',
  });
export type JobRequest = z.infer<typeof jobRequest>;

/** A job and its counters, in the words of product.md C8. */
export const jobState = z.object({
  job_id: jobId,
  status: jobStatus,
  field: z.string(),
  download_images: z.boolean(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  total_articles: z.int(),
  processed: z.int(),
  total_images: z.int(),
  success_images: z.int(),
  failed_images: z.int(),
  /** Why a whole store could not be listed to its end, or why a job was ended: `job.unreadable`. */
  error: z.string().nullable(),
  execution_time_ms: z.int(),
});
export type JobState = z.infer<typeof jobState>;

export const jobAnswer = z.object({ success: z.literal(true), data: jobState });

export const jobParams = z.object({ id: jobId });

export const jobListQuery = z.object({
  /** The last job of the page before. */
  before: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** Newest first; `next` is the `before` of the following page, null at the end. */
export const jobListAnswer = z.object({
  success: z.literal(true),
  data: z.object({ jobs: z.array(jobState), next: z.string().nullable() }),
});

export const jobItemsQuery = z.object({
  /** First line of the page. */
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Lines in the order of the list; `next` is the `from` of the following page, null at the end. */
export const jobItemsAnswer = z.object({
  success: z.literal(true),
  data: z.object({ items: ozonDownloadResult.shape.items, next: z.int().nullable() }),
});
