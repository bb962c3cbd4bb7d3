import Dexie from 'dexie';
import type { ErrorShape } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import type { JobId } from '../core/ids';
import type { Item } from '../core/job';
import type { Database } from './db';
import { readRange } from './lists';

/** Every line, the failed ones, or those that failed for one reason. */
export type ItemChoice = 'all' | 'failed' | ErrorCode;

/** A reason as the first of its lines tells it, and the number of lines. */
export type Reason = { error: ErrorShape; count: number };

const byReason = '[jobId+status+error.code]';

/** Lines of a job from the `from`-th of a choice (from 0) to before the `to`-th, in list order. */
export function readItems(db: Database, id: JobId, choice: ItemChoice, from: number, to: number): Promise<Item[]> {
  // By place, so that the end of a long list is as quick as its beginning.
  if (choice === 'all') return readRange(db, id, from, to);
  const failed =
    choice === 'failed'
      ? db.items.where('[jobId+status]').equals([id, 'failed'])
      : db.items.where(byReason).equals([id, 'failed', choice]);
  return failed
    .offset(from)
    .limit(to - from)
    .toArray();
}

/** Why lines of a job failed, most frequent first. */
export async function readReasons(db: Database, id: JobId): Promise<Reason[]> {
  const keys = await db.items
    .where(byReason)
    .between([id, 'failed', Dexie.minKey], [id, 'failed', Dexie.maxKey])
    .uniqueKeys();
  const reasons = await Promise.all(
    keys.map(async (key) => {
      const lines = () => db.items.where(byReason).equals(key);
      const [first, count] = await Promise.all([lines().first(), lines().count()]);
      return first?.error ? [{ error: first.error, count }] : [];
    }),
  );
  return reasons.flat().sort((a, b) => b.count - a.count);
}
