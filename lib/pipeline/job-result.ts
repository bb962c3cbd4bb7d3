import { type Item, type Job, lineOf } from '../core/job';

export type JobResult = ReturnType<typeof jobResult>;

/**
 * The result of a job in the words of product.md C8. `urlsOf` gives the public addresses of the stored pictures of a
 * line in picture order; a links-only job has its source addresses in the line itself.
 */
export function jobResult(job: Job, items: Item[], urlsOf: (seq: number) => string[], now: number) {
  return {
    total_articles: job.totalArticles,
    processed: job.processed,
    total_images: job.totalImages,
    success_images: job.successImages,
    failed_images: job.failedImages,
    items: items
      .map((line) => lineOf(job, line))
      .map((item) => ({
        article: item.article,
        product_id: item.productId,
        offer_id: item.offerId,
        sku: item.sku,
        status: item.status,
        total_images: item.totalImages,
        success_images: item.successImages,
        failed_images: item.failedImages,
        urls: job.destination === 'links' ? item.urls : urlsOf(item.seq),
        error: item.error?.code ?? null,
      })),
    execution_time_ms: job.startedAt === null ? 0 : Math.round((job.finishedAt ?? now) - job.startedAt),
  };
}
