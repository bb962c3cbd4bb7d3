import { describe, expect, it } from 'vitest';
import { jobId, storeId } from './ids';
import type { Item, Job } from './job';
import { applyChange, countItem, finishJob } from './tally';

const id = jobId.parse('job');
const job: Job = {
  id,
  storeId: storeId.parse('store'),
  field: 'offer_id',
  destination: 'cloud',
  status: 'processing',
  createdAt: 1,
  startedAt: 2,
  finishedAt: null,
  totalArticles: 3,
  processed: 0,
  failedArticles: 0,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  bytes: 0,
  openTasks: 1,
  round: 0,
};
const item: Item = {
  jobId: id,
  seq: 0,
  article: 'a',
  status: 'pending',
  productId: null,
  offerId: null,
  sku: null,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  error: null,
  urls: [],
};
const found = applyChange(item, { seq: 0, set: { status: 'processing', totalImages: 2 } });
const failure = { code: 'cdn.not_found', params: {} } as const;

describe('applyChange', () => {
  it('keeps a line open until its last picture is settled', () => {
    const half = applyChange(found, { seq: 0, succeeded: 1 });
    expect([found.status, half.status]).toEqual(['processing', 'processing']);
    expect(applyChange(half, { seq: 0, succeeded: 1 })).toMatchObject({ status: 'success', successImages: 2 });
  });

  it('fails a line with one failed picture, and keeps the reason when the next one succeeds', () => {
    const half = applyChange(found, { seq: 0, failed: 1, error: failure });
    expect(applyChange(half, { seq: 0, succeeded: 1 })).toMatchObject({
      status: 'failed',
      successImages: 1,
      failedImages: 1,
      error: failure,
    });
  });

  it('leaves a card without pictures a success with 0', () => {
    const note = { code: 'product.no_images', params: {} } as const;
    expect(applyChange(item, { seq: 0, set: { status: 'success', totalImages: 0 }, error: note })).toMatchObject({
      status: 'success',
      totalImages: 0,
      error: note,
    });
  });
});

describe('countItem', () => {
  const counted = (before: Item, after: Item) => {
    const { processed, failedArticles, totalImages, successImages, failedImages } = countItem(job, before, after);
    return { processed, failedArticles, totalImages, successImages, failedImages };
  };

  it('counts a found product by its pictures, not yet as processed', () => {
    expect(counted(item, found)).toEqual({
      processed: 0,
      failedArticles: 0,
      totalImages: 2,
      successImages: 0,
      failedImages: 0,
    });
  });

  it('counts a settled line once', () => {
    const after: Item = { ...found, status: 'failed', successImages: 1, failedImages: 1 };
    expect(counted(found, after)).toEqual({
      processed: 1,
      failedArticles: 1,
      totalImages: 0,
      successImages: 1,
      failedImages: 1,
    });
    expect(counted(after, after)).toMatchObject({ processed: 0, failedArticles: 0 });
  });

  it('takes a failure back when the line is run again', () => {
    const failed: Item = { ...found, status: 'failed', successImages: 1, failedImages: 1 };
    expect(counted(failed, { ...failed, status: 'processing', failedImages: 0 })).toMatchObject({
      processed: -1,
      failedArticles: -1,
      failedImages: -1,
      successImages: 0,
    });
  });
});

describe('finishJob', () => {
  it.each([
    ['completed', { failedArticles: 0, successImages: 0 }],
    ['partial', { failedArticles: 1, successImages: 0 }],
    ['partial', { failedArticles: 2, successImages: 5 }],
    ['failed', { failedArticles: 3, successImages: 0 }],
  ])('is %s for %j of 3 articles', (status, counters) => {
    expect(finishJob({ ...job, ...counters }, 9)).toMatchObject({ status, finishedAt: 9 });
  });
});
