import { describe, expect, it } from 'vitest';
import { jobId, storeId } from '../core/ids';
import { maxIdsPerRead } from '../ozon/api';
import { planJob, planLookups } from './plan-job';

const id = jobId.parse('job');
const where = { storeId: storeId.parse('store-1'), field: 'offer_id', destination: 'cloud' } as const;
const planned = (count: number) =>
  planJob(id, { ...where, articles: Array.from({ length: count }, (_, index) => `a${index}`) }, 7);

describe('planJob', () => {
  it('makes a line per article, in order', () => {
    const { job, items } = planned(3);
    expect(items).toMatchObject([0, 1, 2].map((seq) => ({ jobId: id, seq, article: `a${seq}`, status: 'pending' })));
    expect(job).toMatchObject({ status: 'pending', createdAt: 7, totalArticles: 3, processed: 0, openTasks: 1 });
  });

  it('looks up as many ids a call as Ozon takes', () => {
    expect(maxIdsPerRead).toBe(1000);
    expect([1, 1000, 1001, 2500].map((count) => planned(count).tasks.length)).toEqual([1, 1, 2, 3]);
    const { job, tasks } = planned(2500);
    expect(job.openTasks).toBe(3);
    const ids = tasks.map((task) => task.id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.toSorted()).toEqual(ids);
    expect(tasks[2]).toMatchObject({ state: 'queued', runAt: 7, input: { ...where, lines: { length: 500 } } });
    expect(tasks[2]?.input).toHaveProperty('lines.0', { seq: 2000, article: 'a2000' });
  });

  it('keeps repeated look-ups apart from the first', () => {
    const lines = [{ seq: 0, article: 'a' }];
    const ids = [0, 1].flatMap((round) => planLookups(id, round, where, lines, 7).map((task) => task.id));
    expect(new Set(ids).size).toBe(2);
  });
});
