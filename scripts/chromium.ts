import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  chromium.executablePath(),
];

/** The Chromium to drive, or undefined. Branded Chrome is not looked for: it ignores unpacked extensions. */
export const findChromium = (): string | undefined => places.find((path) => path && existsSync(path));

const run = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

/** Installs by apt where that is possible, elsewhere by Playwright's download. */
function installChromium() {
  if (existsSync('/usr/bin/apt-get')) {
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args: string[]) => {
      const [command = '', ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
      return run(command, rest);
    };
    if (apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')) return;
  }
  run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
}

/** Path of a Chromium that is there; installs one when none is found. Ends the process with one sentence if it cannot. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.log('Installing Chromium …');
  installChromium();
  const installed = findChromium();
  if (installed) return installed;
  console.error(
    'Chromium is missing and could not be installed: install it (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.',
  );
  return process.exit(1);
}
