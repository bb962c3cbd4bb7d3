import { lt } from 'drizzle-orm';
import type { OzonPushSeen } from '../../lib/storage/ozon-api';
import type { Clock, Database } from '../database/database';
import { cardSets } from '../database/schema';

export type KeepSet = (
  userId: string,
  productId: string,
  previous: NonNullable<OzonPushSeen['previous']>,
) => Promise<void>;

/** As long as an old set is kept, seconds. */
const keptSeconds = 90 * 86_400;

/** Keeps the set a card has before it is replaced, for when no answer reaches the caller. */
export function createKeepSet(database: Database, now: Clock): KeepSet {
  return async (userId, productId, previous) => {
    await database.delete(cardSets).where(lt(cardSets.createdAt, now() - keptSeconds));
    await database.insert(cardSets).values({ userId, productId, previous: JSON.stringify(previous), createdAt: now() });
  };
}
