import { expect, it } from 'vitest';
import { jobId, storeId } from '../core/ids';
import type { Item, Job } from '../core/job';
import { executionMs, resultCounts, resultItem } from './job-result';
import { planJob } from './plan-job';

const where = { storeId: storeId.parse('store-1'), field: 'sku' } as const;
const planned = (destination: 'cloud' | 'links') =>
  planJob(jobId.parse('job'), { ...where, destination, articles: ['77', '88'] }, 1);

const jobResult = (job: Job, lines: Item[], urlsOf: (seq: number) => string[], now: number) => ({
  ...resultCounts(job),
  items: lines.map((line) => resultItem(job, line, urlsOf(line.seq))),
  execution_time_ms: executionMs(job, now),
});

it('gives the result in the words of the HTTP contract', () => {
  const { job, items } = planned('cloud');
  const [first, second] = items;
  if (!first || !second) throw new Error('no lines');
  const found = {
    status: 'success',
    productId: '1',
    offerId: 'Ab',
    sku: '77',
    totalImages: 1,
    successImages: 1,
  } as const;
  const failed = { status: 'failed', error: { code: 'product.not_found', params: {} } } as const;
  const counted = { processed: 2, totalImages: 1, successImages: 1, startedAt: 100, finishedAt: 350.4 };
  const lines = [
    { ...first, ...found },
    { ...second, ...failed },
  ];
  expect(jobResult({ ...job, ...counted }, lines, (seq) => [`https://public/${seq}`], 999)).toEqual({
    total_articles: 2,
    processed: 2,
    total_images: 1,
    success_images: 1,
    failed_images: 0,
    items: [
      {
        article: '77',
        product_id: '1',
        offer_id: 'Ab',
        sku: '77',
        status: 'success',
        total_images: 1,
        success_images: 1,
        failed_images: 0,
        urls: ['https://public/0'],
        error: null,
      },
      {
        article: '88',
        product_id: null,
        offer_id: null,
        sku: null,
        status: 'failed',
        total_images: 0,
        success_images: 0,
        failed_images: 0,
        urls: ['https://public/1'],
        error: 'product.not_found',
      },
    ],
    execution_time_ms: 250,
  });
});

it('gives the source addresses of a links job', () => {
  const { job, items } = planned('links');
  const lines = items.map((item) => ({ ...item, urls: ['https://cdn/1.jpg'] }));
  const result = jobResult(job, lines, () => ['stored'], 999);
  expect(result.items.map(({ urls }) => urls)).toEqual([['https://cdn/1.jpg'], ['https://cdn/1.jpg']]);
});

it.each([
  [null, null, 0],
  [100, null, 899],
])('measures a job begun at %s and ended at %s', (startedAt, finishedAt, time) => {
  const { job, items } = planned('cloud');
  expect(jobResult({ ...job, startedAt, finishedAt }, items, () => [], 999).execution_time_ms).toBe(time);
});

it('shows what a cancelled job left open as cancelled, and nothing else', () => {
  const { job, items } = planned('cloud');
  const lines = items.map((item, index) => (index === 0 ? { ...item, status: 'success' as const } : item));
  const result = jobResult({ ...job, status: 'cancelled' }, lines, () => [], 999);
  expect(result.items.map(({ status }) => status)).toEqual(['success', 'cancelled']);
});
