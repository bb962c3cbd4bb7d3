import { measureScale } from '../bench/scale';
import { reportScale } from '../bench/scale-report';
import { buildExtension } from './build-extension';
import { ensureChromium } from './chromium';

/** Jobs of growing length, and the jobs page with the longest of them; ends with 1 when a budget is missed. */

const lengths = { copied: 1000, listed: [3000, 30_000, 100_000] };

// Playwright copies every body a worker sends or gets to its own side, which would be most of what is measured.
process.env.PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK = '1';

ensureChromium();
buildExtension();
process.exitCode = reportScale(await measureScale(lengths)) ? 0 : 1;
