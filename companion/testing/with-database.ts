import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../database/database';
import { openDatabase } from '../database/node-database';
import type { Logged } from './client';
import { startNode } from './local-node';
import { startWorker } from './local-worker';

/** A companion and the database it works with. */
export type Kept = Logged & { database: Database };

async function startKeptNode(environment: Record<string, string>): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'companion-'));
  const file = join(folder, 'companion.db');
  const companion = await startNode({ ...environment, DATABASE_FILE: file });
  const { database, close } = await openDatabase(file);
  const stop = async () => {
    close();
    await companion.stop();
    await rm(folder, { recursive: true });
  };
  return { ...companion, database, stop };
}

async function startKeptWorker(environment: Record<string, string>): Promise<Kept> {
  const { database, ...companion } = await startWorker(environment, { withDatabase: true });
  if (!database) throw new Error('the Worker has no database');
  return { ...companion, database };
}

/** Both runtimes, each with a database of its own. */
export const keptRuntimes = [
  { name: 'Node', start: startKeptNode },
  { name: 'workerd', start: startKeptWorker },
];
