import { Writable } from 'node:stream';
import { readConfig } from '../config';
import { createNodeLog } from '../node-log';
import { startCompanion } from '../start';

/** Runs the companion on Node with these variables, on a free port; `lines` is what it logged. */
export async function startNode(environment: Record<string, string>) {
  const lines: string[] = [];
  const variables = { LOG_LEVEL: 'info', ...environment };
  const { logLevel } = readConfig(variables, { presignBatch: 1000 });
  const into = new Writable({
    write(chunk, _, done) {
      lines.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  const companion = await startCompanion(variables, { port: 0, log: createNodeLog(logLevel, into) });
  return { ...companion, lines };
}
