import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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

/**
 * Jobs of server mode. `row` is the job as lib/core has it, and the other columns are what is searched by; `version`
 * grows with every write of the job or anything of it, so that two writers cannot both build on the same state.
 */
export const serverJobs = sqliteTable(
  'server_jobs',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    status: text().notNull(),
    createdAt: integer().notNull(),
    finishedAt: integer(),
    version: integer().notNull(),
    /** Sealed; gone as soon as the job has ended. */
    credential: text(),
    row: text().notNull(),
  },
  (table) => [index('server_jobs_user').on(table.userId, table.id), index('server_jobs_finished').on(table.finishedAt)],
);

/** Lines of a job, `row` as lib/core has them. */
export const serverItems = sqliteTable(
  'server_items',
  { jobId: text().notNull(), seq: integer().notNull(), lookupId: text(), row: text().notNull() },
  (table) => [
    primaryKey({ columns: [table.jobId, table.seq] }),
    index('server_items_lookup').on(table.jobId, table.lookupId).where(sql`lookup_id is not null`),
  ],
);

/** Tasks of a job; a message of the queue is the id of one. Texts of `input`, `output` and `error` are JSON. */
export const serverTasks = sqliteTable(
  'server_tasks',
  {
    id: text().primaryKey(),
    jobId: text().notNull(),
    kind: text().notNull(),
    state: text().notNull(),
    input: text().notNull(),
    output: text(),
    error: text(),
    /** The task that made it. */
    parent: text(),
    /** When its message counts as lost and is sent again; null once nothing more is to come. */
    sendAt: integer(),
  },
  (table) => [index('server_tasks_due').on(table.sendAt).where(sql`send_at is not null`)],
);

/** What storage was last given for a picture's place; `row` as lib/core has it. */
export const storedPictures = sqliteTable(
  'stored_pictures',
  { slot: text().notNull(), place: text().notNull(), row: text().notNull() },
  (table) => [primaryKey({ columns: [table.slot, table.place] })],
);

/** Pictures that were made or taken over (product.md G8); `id` is the order they were listed in. */
export const outputs = sqliteTable(
  'outputs',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text().notNull(),
    jobId: text().notNull(),
    prompt: text(),
    source: text(),
    url: text().notNull(),
    generated: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('outputs_user').on(table.userId, table.id)],
);

/** Sets that cards had before a push (product.md G6), written before anything is sent; `previous` as a call takes it. */
export const cardSets = sqliteTable(
  'card_sets',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text().notNull(),
    productId: text().notNull(),
    previous: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index('card_sets_created').on(table.createdAt), index('card_sets_user').on(table.userId, table.id)],
);

/** Cards that a call is pushing to; a row whose call died counts no more from `until` on. */
export const cardLocks = sqliteTable('card_locks', {
  card: text().primaryKey(),
  holder: text().notNull(),
  until: integer().notNull(),
});
