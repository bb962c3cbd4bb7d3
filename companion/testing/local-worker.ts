import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

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

/** Runs `worker.ts` in the real Workers runtime, without compatibility flags, with these variables. */
export async function startWorker(environment: Record<string, string>) {
  const miniflare = new Miniflare({
    modules: true,
    script: await script,
    compatibilityDate: '2026-07-01',
    host: '127.0.0.1',
    port: 0,
    bindings: environment,
  });
  const { origin } = await miniflare.ready;
  return { url: origin, stop: () => miniflare.dispose() };
}
