import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

let built: string | undefined;

/** The portal's own script: `page/main.ts` and what it imports as one module for the browser, built once. */
export function pageScript(): string {
  if (built === undefined) {
    const { outputFiles } = buildSync({
      entryPoints: [fileURLToPath(new URL('page/main.ts', import.meta.url))],
      ...{ bundle: true, write: false, format: 'esm', target: 'chrome120', logLevel: 'silent' },
    });
    built = outputFiles[0]?.text ?? '';
  }
  return built;
}
