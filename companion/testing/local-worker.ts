import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { Response as Answer, Miniflare, type Request as Outgoing } from 'miniflare';
import type { Fetch } from '../../lib/net/request';
import { boundDatabase } from '../database/worker-database';

const entry = fileURLToPath(new URL('../worker.ts', import.meta.url));

const quickScrypt = fileURLToPath(new URL('./quick-scrypt.ts', import.meta.url));

/** Passwords in no time, by another module in the place of the real one; the Worker's code has no such switch. */
const withQuickScrypt: Plugin = {
  name: 'quick-scrypt',
  setup({ onResolve }) {
    onResolve({ filter: /^@noble\/hashes\/scrypt\.js$/ }, ({ importer }) =>
      importer === quickScrypt ? undefined : { path: quickScrypt },
    );
  },
};

/** A Worker's source with all it imports, in one text. */
export async function bundle(file = entry, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // As wrangler resolves packages; a `node:` import left over would fail in workerd, which runs without nodejs_compat.
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    write: false,
    plugins,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

const script = bundle();
let quickScript: Promise<string> | undefined;

const migrations = fileURLToPath(new URL('../database/migrations/', import.meta.url));

/** A D1 database with the schema, as `wrangler d1 migrations apply` leaves it. */
export async function prepared(d1: Awaited<ReturnType<Miniflare['getD1Database']>>) {
  const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'));
  const statements = files
    .sort()
    .flatMap((name) => readFileSync(join(migrations, name), 'utf8').split('--> statement-breakpoint'));
  // Each call from here into the runtime is slow.
  await d1.batch(statements.map((statement) => d1.prepare(statement)));
  return boundDatabase({ DB: d1 });
}

/** Headers of one connection, and those the runtime adds for itself. */
const ofConnection = /^(?:host|connection|content-length|transfer-encoding|accept-encoding|cf-.*|mf-.*)$/i;

/** A `fetch` of this process as a Worker's way to all other servers. */
export const wayOut =
  (fetch: Fetch) =>
  async (request: Outgoing): Promise<Answer> => {
    const { method, url } = request;
    const headers = [...request.headers].filter(([name]) => !ofConnection.test(name));
    const body = await request.arrayBuffer();
    const answer = await fetch(url, { method, headers, ...(body.byteLength > 0 && { body }) });
    return new Answer(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
  };

type Options = {
  withDatabase?: boolean;
  /** In place of the network. */
  fetch?: Fetch;
  /** Passwords cost next to nothing. */
  quickPasswords?: boolean;
};

/** Runs `worker.ts` in the real Workers runtime, without compatibility flags, with these variables. */
export async function startWorker(environment: Record<string, string>, options: Options = {}) {
  const { withDatabase = false, fetch, quickPasswords = false } = options;
  const lines: string[] = [];
  if (quickPasswords) quickScript ??= bundle(entry, [withQuickScrypt]);
  const miniflare = new Miniflare({
    modules: true,
    script: await ((quickPasswords && quickScript) || script),
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    bindings: environment,
    d1Databases: withDatabase ? { DB: 'companion' } : {},
    ...(fetch && { outboundService: wayOut(fetch) }),
    handleRuntimeStdio: (stdout: Readable) => {
      createInterface({ input: stdout }).on('line', (line) => lines.push(line));
    },
  });
  const { origin } = await miniflare.ready;
  const bound = withDatabase ? await prepared(await miniflare.getD1Database('DB')) : undefined;
  return { url: origin, lines, database: bound, stop: () => miniflare.dispose() };
}
