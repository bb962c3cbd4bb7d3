import { spawnSync } from 'node:child_process';

/** Makes the production build that is to be driven. Throws when it fails. */
export function buildExtension(): void {
  const { status } = spawnSync('npx', ['--no-install', 'wxt', 'build'], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the build failed: run `npm run build` to see why');
}
