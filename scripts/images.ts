import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium';

/** Makes the pictures of the docs anew: the browser tests of the pages, which take them on their way. */
ensureChromium();

const run = (args: string[]) =>
  spawnSync('npx', ['--no-install', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, DOCS_IMAGES: '1' },
  });

const built = run(['wxt', 'build']);
process.exitCode =
  built.status === 0 ? (run(['vitest', 'run', '--project', 'e2e', 'push-window', 'portal']).status ?? 1) : 1;
