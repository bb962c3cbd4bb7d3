import { Writable } from 'node:stream';
import { readConfig } from '../config';
import { createNodeLog } from '../node-log';
import { startCompanion } from '../start';

/** How other servers are reached, and what passwords cost. */
export type Ways = Pick<
  NonNullable<Parameters<typeof startCompanion>[1]>,
  'fetch' | 'fetchStorage' | 'fetchOzon' | 'scrypt'
>;

/** Runs the companion on Node with these variables, on a free port; `lines` is what it logged. */
export async function startNode(environment: Record<string, string>, ways: Ways = {}) {
  const lines: string[] = [];
  const variables = { LOG_LEVEL: 'info', ...environment };
  const { logLevel } = readConfig(variables, { presignBatch: 1000 });
  const into = new Writable({
    write(chunk, _, done) {
      lines.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  const companion = await startCompanion(variables, { port: 0, log: createNodeLog(logLevel, into), ...ways });
  return { ...companion, lines };
}
