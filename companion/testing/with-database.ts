import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fetch } from '../../lib/net/request';
import type { Database } from '../database/database';
import { openDatabase } from '../database/node-database';
import type { Scrypt } from '../password';
import type { Logged } from './client';
import { startNode, type Ways } from './local-node';
import { startWorker } from './local-worker';
import { scryptAsync } from './quick-scrypt';

/** A companion and the database it works with. */
export type Kept = Logged & { database: Database };

/** The companion on Node with a database file of its own. */
export async function startKeptNode(environment: Record<string, string>, ways: Ways = {}): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'companion-'));
  const file = join(folder, 'companion.db');
  const companion = await startNode({ ...environment, DATABASE_FILE: file }, ways);
  const { database, close } = await openDatabase(file);
  const stop = async () => {
    close();
    await companion.stop();
    await rm(folder, { recursive: true });
  };
  return { ...companion, database, stop };
}

/** The companion in workerd with a D1 database of its own; `fetch` in place of the network. */
export async function startKeptWorker(
  environment: Record<string, string>,
  fetch?: Fetch,
  quickPasswords = false,
): Promise<Kept> {
  const options = { withDatabase: true, quickPasswords, ...(fetch && { fetch }) };
  const { database, ...companion } = await startWorker(environment, options);
  if (!database) throw new Error('the Worker has no database');
  return { ...companion, database };
}

/** Both runtimes, each with a database of its own. */
export const keptRuntimes = [
  { name: 'Node', start: (environment: Record<string, string>) => startKeptNode(environment) },
  { name: 'workerd', start: (environment: Record<string, string>) => startKeptWorker(environment) },
];

/** scrypt as those runtimes have it whose passwords cost next to nothing. */
export const quickScrypt: Scrypt = (password, salt, parameters) => scryptAsync(password, salt, parameters);

/** Both runtimes with passwords that cost next to nothing. */
export const quickRuntimes = [
  {
    name: 'Node',
    start: (environment: Record<string, string>) => startKeptNode(environment, { scrypt: quickScrypt }),
  },
  {
    name: 'workerd',
    start: (environment: Record<string, string>) => startKeptWorker(environment, undefined, true),
  },
];
