import { and, desc, eq, lt } from 'drizzle-orm';
import type { z } from 'zod';
import { type CardSet, type CardSetsAnswer, cardSet, type cardSetsQuery } from '../../lib/storage/ozon-api';
import type { Clock, Database } from '../database/database';
import { pageOf } from '../database/page-of';
import { cardSets } from '../database/schema';
import { jsonText } from '../jobs/json-text';

/** As long as an old set is kept, seconds. */
const keptSeconds = 90 * 86_400;

const kept = jsonText.pipe(cardSet);

/** The sets that cards had before pushes, for when no answer reached the caller. */
export function createCardSets(database: Database, now: Clock) {
  return {
    /** Keeps the set a card has before it is replaced. */
    async keep(userId: string, productId: string, previous: CardSet): Promise<void> {
      await database.delete(cardSets).where(lt(cardSets.createdAt, now() - keptSeconds));
      await database
        .insert(cardSets)
        .values({ userId, productId, previous: JSON.stringify(previous), createdAt: now() });
    },

    /** A page of one user's sets, newest first. */
    async list(userId: string, { product_id, limit, before }: z.output<typeof cardSetsQuery>): Promise<CardSetsAnswer> {
      const rows = await database
        .select()
        .from(cardSets)
        .where(
          and(
            eq(cardSets.userId, userId),
            product_id === undefined ? undefined : eq(cardSets.productId, product_id),
            before === undefined ? undefined : lt(cardSets.id, before),
          ),
        )
        .orderBy(desc(cardSets.id))
        .limit(limit + 1);
      const { page, next } = pageOf(rows, limit);
      return {
        card_sets: page.map(({ id, productId, previous, createdAt }) => ({
          id,
          product_id: productId,
          previous: kept.parse(previous),
          created_at: new Date(createdAt * 1000).toISOString(),
        })),
        next,
      };
    },
  };
}

export type CardSets = ReturnType<typeof createCardSets>;
