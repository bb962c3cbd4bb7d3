import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

/** SQLite on Node or D1 on Workers; both take single statements only here, which both carry out as one. */
export type Database = BaseSQLiteDatabase<'async', unknown>;

/** Seconds since 1970. */
export type Clock = () => number;
