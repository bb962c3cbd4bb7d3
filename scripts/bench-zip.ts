import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { measureZip } from '../bench/zip-memory';
import { reportZip } from '../bench/zip-report';
import { buildExtension } from './build-extension';
import { ensureChromium } from './chromium';

/** 2 GB of pictures in one archive: few large ones, then many of a usual size. Ends with 1 when a budget is missed. */
const loads = [
  { products: 10, imagesPerProduct: 4, bytes: 50_000_000 },
  { products: 100, imagesPerProduct: 10, bytes: 2_000_000 },
];

/** Pictures, archive and saved file are on disk together for a moment. */
const neededGb = 8;

// Playwright copies every body a worker sends or gets to its own side, which would be most of what is measured.
process.env.PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK = '1';

if (process.platform !== 'linux') throw new Error('this measurement reads /proc and needs Linux');
const { bavail, bsize } = await statfs(tmpdir());
if (bavail * bsize < neededGb * 1024 ** 3) throw new Error(`${tmpdir()} needs ${neededGb} GB of free space`);
ensureChromium();
buildExtension();
const measurements = [];
for (const load of loads) measurements.push(await measureZip(load, 2048));
process.exitCode = reportZip(measurements) ? 0 : 1;
