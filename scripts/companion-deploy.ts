import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runDeploy, wranglerVersion } from '../companion/commands/run-deploy';

/** `npm run companion:deploy [-- --dry-run]`: the companion to Cloudflare Workers. */
process.exitCode = runDeploy(process.argv.slice(2), {
  read: (path) => readFileSync(path, 'utf8'),
  wrangler: (args, { quiet }) => {
    const { status, stdout } = spawnSync('npx', ['--yes', `wrangler@${wranglerVersion}`, ...args], {
      stdio: quiet ? ['inherit', 'pipe', 'ignore'] : 'inherit',
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
    });
    return { status: status ?? 1, output: stdout ?? '' };
  },
  print: console.log,
});
