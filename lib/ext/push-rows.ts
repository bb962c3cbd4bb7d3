import type { StoreId } from '../core/ids';
import { type Push, push } from '../core/push';
import type { PushLog } from '../pipeline/push-log';
import type { Database } from './db';

/** Pushes in IndexedDB. Rows come from disk, maybe of another version, so each is parsed; an unreadable one is left out. */
export function createPushLog(db: Database): PushLog {
  return {
    async read(job, seqs) {
      const rows = await db.pushes.bulkGet(seqs.map((seq) => [job, seq] as [typeof job, number]));
      return rows.flatMap((row) => push.safeParse(row).data ?? []);
    },
    async write(pushes) {
      await db.pushes.bulkPut(pushes);
    },
  };
}

/** Whether a push of this product is still on its way. */
export async function isBeingPushed(db: Database, store: StoreId, productId: string): Promise<boolean> {
  const open = await db.pushes.where('state').noneOf(['done', 'failed']).toArray();
  return open.some((row: Push) => row.storeId === store && row.productId === productId);
}
