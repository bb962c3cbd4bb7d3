import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { z } from 'zod';

/**
 * Puts the companion for Node into `.output/companion`: `node.mjs`, `users.mjs`, the migrations, and a package.json with
 * the one package that has a binary in it and cannot be bundled. Started from the project's folder.
 */
const out = '.output/companion';
const native = 'libsql';

const installed = readFileSync(`node_modules/${native}/package.json`, 'utf8');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(installed));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: { node: 'companion/node.ts', users: 'companion/commands/users.ts' },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  external: [native],
  // The project's own extends a file that WXT makes; nothing of it matters here.
  tsconfigRaw: {},
  // Packages in the older format ask for Node's modules by `require`.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
});
cpSync('companion/database/migrations', `${out}/migrations`, { recursive: true });
const manifest = {
  name: 'ozon-image-bridge-companion',
  private: true,
  type: 'module',
  dependencies: { [native]: version },
};
writeFileSync(`${out}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`The companion is in ${out}; \`npm install\` there, then \`node node.mjs\`.`);
