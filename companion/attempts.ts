import { lt, sql } from 'drizzle-orm';
import type { Clock, Database } from './database/database';
import { attempts } from './database/schema';
import { RequestError } from './errors';

/** Logins in a quarter of an hour: for one e-mail address, and from one address of the network. */
const most = { email: 10, client: 60 };
const windowSeconds = 900;

/** Kept as a digest: what strangers type into the form is nobody's to read later. */
async function keyOf(kind: keyof typeof most, text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `${kind}:${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** Counts a login before its password is looked at. Throws 429 with the wait when there were too many. */
export function createAttempts(database: Database, now: Clock) {
  async function count(kind: keyof typeof most, text: string): Promise<void> {
    const at = now();
    const key = await keyOf(kind, text);
    const old = sql`${attempts.since} + ${windowSeconds} <= ${at}`;
    const [row] = await database
      .insert(attempts)
      .values({ key, since: at, count: 1 })
      .onConflictDoUpdate({
        target: attempts.key,
        set: {
          since: sql`case when ${old} then ${at} else ${attempts.since} end`,
          count: sql`case when ${old} then 1 else ${attempts.count} + 1 end`,
        },
      })
      .returning();
    if (!row || row.count <= most[kind]) return;
    throw new RequestError(429, 'companion.rate_limited', 'Too many logins; try again later.', {
      'Retry-After': String(Math.max(row.since + windowSeconds - at, 1)),
    });
  }

  return async (email: string, client: string | undefined): Promise<void> => {
    await database.delete(attempts).where(lt(attempts.since, now() - windowSeconds));
    if (client !== undefined) await count('client', client);
    await count('email', email);
  };
}

export type CountAttempt = ReturnType<typeof createAttempts>;
