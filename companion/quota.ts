import { eq, type SQL, sql } from 'drizzle-orm';
import type { Clock, Database } from './database/database';
import { usage } from './database/schema';
import { RequestError } from './errors';

/** The most a user may have signed; what is missing is not limited. */
export type QuotaLimits = { signaturesPerMinute?: number; bytesPerDay?: number; objectsPerDay?: number };

export type Cost = { signatures: number; bytes: number; objects: number };

/** Takes a cost from what the user has left, whole or not at all. Errors: 429 with the wait; 413 when it never fits. */
export type TakeQuota = (userId: string, cost: Cost) => Promise<void>;

const minuteSeconds = 60;
const daySeconds = 86_400;

/** Names of the limits as answers tell them. */
const names = { signatures: 'signatures a minute', bytes: 'bytes a day', objects: 'objects a day' } as const;

type Row = typeof usage.$inferSelect;

/** What is used up now of what was used up when it was written. */
function usedNow(row: Row, now: number): Cost {
  const sameMinute = row.minute + minuteSeconds > now;
  const sameDay = row.day + daySeconds > now;
  return {
    signatures: sameMinute ? row.signatures : 0,
    bytes: sameDay ? row.bytes : 0,
    objects: sameDay ? row.objects : 0,
  };
}

/** A minute begins with the first signature in it, a day at midnight UTC. */
function statementOf(database: Database, userId: string, cost: Cost, most: Cost, now: number) {
  const today = now - (now % daySeconds);
  const newMinute = sql`${usage.minute} + ${minuteSeconds} <= ${now}`;
  const newDay = sql`${usage.day} < ${today}`;
  const sum = (fresh: SQL, column: keyof Cost) =>
    sql<number>`(case when ${fresh} then 0 else ${usage[column]} end) + ${cost[column]}`;
  const sums = {
    signatures: sum(newMinute, 'signatures'),
    bytes: sum(newDay, 'bytes'),
    objects: sum(newDay, 'objects'),
  };
  return database
    .insert(usage)
    .values({ userId, minute: now, day: today, ...cost })
    .onConflictDoUpdate({
      target: usage.userId,
      set: {
        ...sums,
        minute: sql`case when ${newMinute} then ${now} else ${usage.minute} end`,
        day: sql`max(${usage.day}, ${today})`,
      },
      setWhere: sql`${sums.signatures} <= ${most.signatures} and ${sums.bytes} <= ${most.bytes} and ${sums.objects} <= ${most.objects}`,
    })
    .returning({ userId: usage.userId });
}

/**
 * Quotas in a database. Each call is one statement that looks and writes at once, so that any number of calls at the
 * same time, from any number of processes, never get more than the limit.
 */
export function createQuota(database: Database, limits: QuotaLimits, now: Clock): TakeQuota {
  const most: Cost = {
    signatures: limits.signaturesPerMinute ?? Number.MAX_SAFE_INTEGER,
    bytes: limits.bytesPerDay ?? Number.MAX_SAFE_INTEGER,
    objects: limits.objectsPerDay ?? Number.MAX_SAFE_INTEGER,
  };
  const kinds = ['objects', 'bytes', 'signatures'] as const;

  async function refusal(userId: string, cost: Cost, at: number): Promise<RequestError> {
    const [row] = await database.select().from(usage).where(eq(usage.userId, userId));
    const used = row ? usedNow(row, at) : { signatures: 0, bytes: 0, objects: 0 };
    const over = kinds.find((kind) => used[kind] + cost[kind] > most[kind]) ?? 'signatures';
    const wait = over === 'signatures' ? (row?.minute ?? at) + minuteSeconds - at : daySeconds - (at % daySeconds);
    return new RequestError(429, 'companion.rate_limited', `The limit of ${most[over]} ${names[over]} is used up.`, {
      'Retry-After': String(Math.max(wait, 1)),
    });
  }

  return async (userId, cost) => {
    const never = kinds.find((kind) => cost[kind] > most[kind]);
    if (never) {
      throw new RequestError(
        413,
        'companion.refused',
        `One call may not ask for more than ${most[never]} ${names[never]}.`,
      );
    }
    const at = now();
    const taken = await statementOf(database, userId, cost, most, at);
    if (taken.length === 0) throw await refusal(userId, cost, at);
  };
}

/** The quotas of an installation; without limits, or without a database to count in, nothing is counted. */
export const takeQuotaOf = (database: Database | undefined, limits: QuotaLimits, now: Clock): TakeQuota =>
  database && Object.keys(limits).length > 0 ? createQuota(database, limits, now) : async () => {};
