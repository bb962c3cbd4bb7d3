import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { boundDatabase } from '../database/worker-database';

const entry = fileURLToPath(new URL('../worker.ts', import.meta.url));

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // As wrangler resolves packages; a `node:` import left over would fail in workerd, which runs without nodejs_compat.
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

const script = bundle();

const migrations = fileURLToPath(new URL('../database/migrations/', import.meta.url));

/** A D1 database with the schema, as `wrangler d1 migrations apply` leaves it. */
async function prepared(d1: Awaited<ReturnType<Miniflare['getD1Database']>>) {
  const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'));
  const statements = files
    .sort()
    .flatMap((name) => readFileSync(join(migrations, name), 'utf8').split('--> statement-breakpoint'));
  for (const statement of statements) await d1.prepare(statement).run();
  return boundDatabase({ DB: d1 });
}

/** Runs `worker.ts` in the real Workers runtime, without compatibility flags, with these variables. */
export async function startWorker(environment: Record<string, string>, { withDatabase = false } = {}) {
  const lines: string[] = [];
  const miniflare = new Miniflare({
    modules: true,
    script: await script,
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    bindings: environment,
    d1Databases: withDatabase ? { DB: 'companion' } : {},
    handleRuntimeStdio: (stdout: Readable) => {
      createInterface({ input: stdout }).on('line', (line) => lines.push(line));
    },
  });
  const { origin } = await miniflare.ready;
  const bound = withDatabase ? await prepared(await miniflare.getD1Database('DB')) : undefined;
  return { url: origin, lines, database: bound, stop: () => miniflare.dispose() };
}
