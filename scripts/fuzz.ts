import { spawnSync } from 'node:child_process';

/** Ten times the strange requests of the suite, against the companion. */
const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', 'companion/fuzz.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, FUZZ_REQUESTS: '20000' },
});
process.exit(status ?? 1);
