import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Clock, Database } from './database/database';
import { users } from './database/schema';
import { hashPassword, isPassword, type Scrypt } from './password';

/** An e-mail address as it is kept and compared. */
export const emailAddress = z.string().max(254).trim().toLowerCase().pipe(z.email());

type Deps = { database: Database; scrypt: Scrypt; now: Clock };

/** The named users of an installation. */
export function createUsers({ database, scrypt, now }: Deps) {
  const active = (id: string) => and(eq(users.id, id), isNull(users.revokedAt));

  return {
    /** Adds a user, or gives one a new e-mail and password; tokens issued before are then refused, a revoked one is back. */
    async put(id: string, email: string, password: string): Promise<void> {
      const changes = { email, password: await hashPassword(password, scrypt), tokensFrom: now(), revokedAt: null };
      await database
        .insert(users)
        .values({ id, createdAt: now(), ...changes })
        .onConflictDoUpdate({ target: users.id, set: changes });
    },

    /** Refuses a user from now on, tokens included; false when there is no such user. */
    async revoke(id: string): Promise<boolean> {
      const revoked = await database
        .update(users)
        .set({ revokedAt: now() })
        .where(active(id))
        .returning({ id: users.id });
      return revoked.length > 0;
    },

    list: () =>
      database
        .select({ id: users.id, email: users.email, createdAt: users.createdAt, revokedAt: users.revokedAt })
        .from(users)
        .orderBy(users.id),

    /** The user id behind an e-mail and password; takes the same time when there is no such user. */
    async login(email: string, password: string): Promise<string | undefined> {
      const [found] = await database
        .select()
        .from(users)
        .where(and(eq(users.email, email), isNull(users.revokedAt)));
      return (await isPassword(password, found?.password, scrypt)) ? found?.id : undefined;
    },

    /** Whether a token issued to this user at this second is still good. */
    async accepts(id: string, issuedAt: number): Promise<boolean> {
      const [found] = await database.select({ from: users.tokensFrom }).from(users).where(active(id));
      return found !== undefined && issuedAt >= found.from;
    },
  };
}

export type Users = ReturnType<typeof createUsers>;
