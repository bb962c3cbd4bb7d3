import { measurePageCost } from '../bench/page-cost';
import { reportPageCost } from '../bench/page-cost-report';
import { buildExtension } from './build-extension';
import { ensureChromium } from './chromium';

/** What the script on the seller's pages costs them; ends with 1 when a budget is missed. */
ensureChromium();
buildExtension();
process.exitCode = reportPageCost(await measurePageCost()) ? 0 : 1;
