import Dexie from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import type { JobId, StoreId } from '../../core/ids';
import type { Job } from '../../core/job';
import type { Push } from '../../core/push';
import { pageDatabase } from './page-database';

/** A push with the job it belongs to. */
export type JobPush = { push: Push; job: Job | undefined };

/** The pushes of a job in order, live; undefined until known, none without a job. */
export function useJobPushes(id: JobId | null): JobPush[] | undefined {
  return useLiveQuery(async () => {
    if (id === null) return [];
    const job = await pageDatabase.jobs.get(id);
    const pushes = await pageDatabase.pushes
      .where('[jobId+seq]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .toArray();
    return pushes.map((push) => ({ push, job }));
  }, [id]);
}

/** All pushes of a product of a store, newest first, live. */
export function useProductPushes(storeId: StoreId, productId: string): JobPush[] | undefined {
  return useLiveQuery(async () => {
    const pushes = await pageDatabase.pushes
      .where('[storeId+productId+createdAt]')
      .between([storeId, productId, Dexie.minKey], [storeId, productId, Dexie.maxKey])
      .reverse()
      .toArray();
    const jobs = await pageDatabase.jobs.bulkGet(pushes.map(({ jobId }) => jobId));
    return pushes.map((push, index) => ({ push, job: jobs[index] }));
  }, [storeId, productId]);
}
