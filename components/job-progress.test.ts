import { describe, expect, it } from 'vitest';
import { jobId, storeId } from '../lib/core/ids';
import type { Job } from '../lib/core/job';
import { progressOf } from './job-progress';

const job = (changes: Partial<Job>): Job => ({
  id: jobId.parse('j'),
  storeId: storeId.parse('s'),
  field: 'offer_id',
  destination: 'cloud',
  status: 'processing',
  createdAt: 0,
  startedAt: 0,
  finishedAt: null,
  totalArticles: 10,
  processed: 0,
  failedArticles: 0,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  bytes: 0,
  openTasks: 1,
  round: 0,
  ...changes,
});

describe('progress of a copy', () => {
  it('counts pictures, failed ones too', () => {
    const progress = progressOf(job({ totalImages: 40, successImages: 8, failedImages: 2, openTasks: 30 }));
    expect(progress).toEqual({ unit: 'pictures', done: 10, total: 40, share: 0.25, left: 30 });
  });

  it('expects as many pictures of articles not looked up yet as of the others', () => {
    // 2000 of 4000 articles are known: two look-ups and 5000 pictures are open.
    const half = { totalArticles: 4000, totalImages: 6000, successImages: 1000, openTasks: 5002 };
    expect(progressOf(job(half))).toMatchObject({ share: 1000 / 12_000, left: 11_000 });
  });

  it('knows nothing before the first look-up', () => {
    expect(progressOf(job({ status: 'pending' }))).toMatchObject({ share: 0, left: undefined });
  });

  it('is full at the end, also without any picture', () => {
    expect(progressOf(job({ status: 'completed', processed: 10, openTasks: 0 })).share).toBe(1);
  });

  it('stays where a cancelled job stopped', () => {
    const stopped = { status: 'cancelled', totalImages: 40, successImages: 10, openTasks: 0 } as const;
    expect(progressOf(job(stopped))).toMatchObject({ share: 0.25, left: 0 });
  });
});

it.each(['links', 'card'] as const)('progress of a job of kind %s counts articles', (destination) => {
  const progress = progressOf(job({ destination, processed: 4, totalImages: 24, successImages: 24 }));
  expect(progress).toEqual({ unit: 'articles', done: 4, total: 10, share: 0.4, left: 6 });
});
