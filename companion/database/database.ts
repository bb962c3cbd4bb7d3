import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

/** SQLite on Node or D1 on Workers; both take single statements only here, which both carry out as one. */
export type Database = BaseSQLiteDatabase<'async', unknown>;

/** The same with `batch`, whose statements are carried out together or not at all. */
export type BatchDatabase = Database & Pick<DrizzleD1Database, 'batch'>;

/** Seconds since 1970. */
export type Clock = () => number;
