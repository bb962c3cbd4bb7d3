import { isOpen } from '../core/job';
import { push } from '../core/push';
import { isSettledPush, type PushLog } from '../pipeline/push-log';
import type { Database } from './db';

/** Pushes in IndexedDB. Rows come from disk, maybe of another version, so each is parsed; an unreadable one is left out. */
export function createPushLog(db: Database): PushLog {
  return {
    async read(job, seqs) {
      const rows = await db.pushes.bulkGet(seqs.map((seq) => [job, seq] as [typeof job, number]));
      return rows.flatMap((row) => push.safeParse(row).data ?? []);
    },
    write: (pushes) =>
      db.transaction('rw', db.pushes, async () => {
        const before = await db.pushes.bulkGet(pushes.map(({ jobId, seq }) => [jobId, seq]));
        const open = pushes.filter((_, index) => {
          const row = before[index];
          return row !== undefined && !isSettledPush(row);
        });
        await db.pushes.bulkPut(open);
        return open;
      }),
  };
}

/**
 * Whether a push of one of these products is still on its way. Product ids are Ozon's own, so that two stores with one
 * Client-Id do not push the same card; a row whose job has ended is over, whatever it says.
 */
export async function isBeingPushed(db: Database, productIds: string[]): Promise<boolean> {
  const wanted = new Set(productIds);
  const rows = await db.pushes.where('state').noneOf(['done', 'failed']).toArray();
  const jobs = await db.jobs.bulkGet(rows.filter(({ productId }) => wanted.has(productId)).map(({ jobId }) => jobId));
  return jobs.some((job) => job !== undefined && isOpen(job.status));
}
