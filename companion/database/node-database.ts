import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import type { BatchDatabase } from './database';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Opens (or makes) a SQLite file and brings it to the current schema. `:memory:` forgets everything at the end. */
export async function openDatabase(file: string): Promise<{ database: BatchDatabase; close: () => void }> {
  const client = createClient({ url: file === ':memory:' ? file : `file:${file}` });
  // Another process, such as the command for users, may write at the same time.
  await client.execute('PRAGMA busy_timeout = 5000');
  if (file !== ':memory:') await client.execute('PRAGMA journal_mode = WAL');
  const database = drizzle(client, { casing: 'snake_case' });
  await migrate(database, { migrationsFolder });
  return { database, close: () => client.close() };
}
