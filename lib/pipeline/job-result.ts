import { type Item, type Job, lineOf } from '../core/job';

/** The counters of a job's result in the words of product.md C8. */
export const resultCounts = (job: Job) => ({
  total_articles: job.totalArticles,
  processed: job.processed,
  total_images: job.totalImages,
  success_images: job.successImages,
  failed_images: job.failedImages,
});

/** How long a job took, or has been running, ms. */
export const executionMs = ({ startedAt, finishedAt }: Job, now: number): number =>
  startedAt === null ? 0 : Math.round((finishedAt ?? now) - startedAt);

/**
 * A line in the words of product.md C8. `urls` are the public addresses of its stored pictures in picture order; a
 * links-only job has its source addresses in the line itself.
 */
export function resultItem(job: Job, line: Item, urls: string[]) {
  const item = lineOf(job, line);
  return {
    article: item.article,
    product_id: item.productId,
    offer_id: item.offerId,
    sku: item.sku,
    status: item.status,
    total_images: item.totalImages,
    success_images: item.successImages,
    failed_images: item.failedImages,
    urls: job.destination === 'links' ? item.urls : urls,
    error: item.error?.code ?? null,
  };
}
