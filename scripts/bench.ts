import { report } from '../bench/report';
import { measure } from '../bench/throughput';
import { buildExtension } from './build-extension';
import { ensureChromium } from './chromium';

/** The main job against a bare loop on both protocols; ends with 1 when a budget is missed. */
const rounds = 9;

// Playwright copies every body a worker sends or gets to its own side, which would be most of what is measured.
process.env.PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK = '1';

ensureChromium();
buildExtension();
const measurements = [await measure('h1', rounds), await measure('h2', rounds)];
process.exitCode = report(measurements) ? 0 : 1;
