import { spawnSync } from 'node:child_process';
import { measurePageCost } from '../bench/page-cost';
import { reportPageCost } from '../bench/page-cost-report';
import { ensureChromium } from './chromium';

/** What the script on the seller's pages costs them; ends with 1 when a budget is missed. */
ensureChromium();
const { status } = spawnSync('npx', ['--no-install', 'wxt', 'build'], {
  stdio: 'ignore',
  shell: process.platform === 'win32',
});
if (status !== 0) throw new Error('the build failed: run `npm run build` to see why');
process.exitCode = reportPageCost(await measurePageCost()) ? 0 : 1;
