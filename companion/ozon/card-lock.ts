import { and, eq, lte } from 'drizzle-orm';
import type { Clock, Database } from '../database/database';
import { cardLocks } from '../database/schema';

/** Takes a card for one push; gives how to let it go, or undefined while another call has it. */
export type LockCard = (card: string) => Promise<(() => Promise<void>) | undefined>;

/** A push takes two minutes at most; after this the call that had the card has died, s. */
const longestPushS = 150;

/** Locks cards for every process that shares the database. */
export function createCardLock(database: Database, now: Clock): LockCard {
  return async (card) => {
    const holder = crypto.randomUUID();
    await database.delete(cardLocks).where(lte(cardLocks.until, now()));
    const taken = await database
      .insert(cardLocks)
      .values({ card, holder, until: now() + longestPushS })
      .onConflictDoNothing()
      .returning();
    if (taken.length === 0) return undefined;
    return async () => {
      await database.delete(cardLocks).where(and(eq(cardLocks.card, card), eq(cardLocks.holder, holder)));
    };
  };
}

/** Locks cards within this process, where there is no database. */
export function createMemoryCardLock(): LockCard {
  const held = new Set<string>();
  return async (card) => {
    if (held.has(card)) return undefined;
    held.add(card);
    return async () => void held.delete(card);
  };
}
