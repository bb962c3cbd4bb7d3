import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium';

/** Everything that must hold: style, types, build, units, contracts, and the production build in a real browser. */
ensureChromium();

const steps: [name: string, args: string[]][] = [
  ['wxt', ['prepare']],
  ['biome', ['check', '--error-on-warnings', '.']],
  ['tsc', ['--noEmit']],
  ['tsc', ['--noEmit', '-p', 'lib']],
  ['tsc', ['--noEmit', '-p', 'companion']],
  ['wxt', ['build', '-b', 'firefox']],
  ['wxt', ['build']],
  ['vitest', ['run']],
];

for (const [name, args] of steps) {
  console.log(`\n> ${name} ${args.join(' ')}`);
  const { status } = spawnSync('npx', ['--no-install', name, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
