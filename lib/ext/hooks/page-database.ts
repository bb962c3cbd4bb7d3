import { createDatabase } from '../db';

/** The database as pages read it; they write by message only. One connection per page. */
export const pageDatabase = createDatabase();
