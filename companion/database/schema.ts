import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/*
 * One schema for SQLite on Node and D1 on Workers. After a change: `npm run companion:migration`, which writes the next
 * file of `migrations/`. Instants are whole seconds since 1970.
 */

/** People who log in with e-mail and password. */
export const users = sqliteTable('users', {
  id: text().primaryKey(),
  email: text().notNull().unique(),
  /** As `password.ts` writes it, with the parameters it was made by. */
  password: text().notNull(),
  createdAt: integer().notNull(),
  /** Tokens issued before are no longer taken. */
  tokensFrom: integer().notNull(),
  revokedAt: integer(),
});

/** What a user has used up of the current minute and day. */
export const usage = sqliteTable('usage', {
  userId: text().primaryKey(),
  minute: integer().notNull(),
  signatures: integer().notNull(),
  day: integer().notNull(),
  bytes: integer().notNull(),
  objects: integer().notNull(),
});

/** Logins tried, by what they are counted for. */
export const attempts = sqliteTable(
  'attempts',
  { key: text().primaryKey(), since: integer().notNull(), count: integer().notNull() },
  (table) => [index('attempts_since').on(table.since)],
);
