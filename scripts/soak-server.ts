import { compareWithExtension, soak } from '../bench/server-mode';
import { buildExtension } from './build-extension';
import { ensureChromium } from './chromium';

/**
 * Server mode on 1000 articles in the real runtime, killed twice on the way, and its speed beside the extension's; ends
 * with 1 when anything is lost, wrong or counted twice. Without a browser: `-- --no-extension`.
 */
const products = 1000;
const { state, seconds, killedAt, isWhole, deadLetters, gets } = await soak(products, [0.3, 0.6]);
const pictures = products * 3;
console.log(
  `${products} articles, ${pictures} pictures: ${state.status} after ${seconds.toFixed(0)} s (${(pictures / seconds).toFixed(1)} pictures/s), runtime killed at ${killedAt.join(' and ')} pictures`,
);
console.log(
  `processed ${state.processed}, pictures ${state.success_images} of ${state.total_images}, failed ${state.failed_images}; objects ${isWhole ? 'all there, once, right bytes' : 'WRONG'}; dead letters ${deadLetters}; ${gets} requests to the CDN`,
);
const isRight =
  state.status === 'completed' &&
  state.processed === products &&
  state.success_images === pictures &&
  state.total_images === pictures &&
  isWhole &&
  deadLetters === 0;

if (!process.argv.includes('--no-extension')) {
  // Playwright copies every body a worker sends or gets to its own side, which would be most of what is measured.
  process.env.PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK = '1';
  ensureChromium();
  buildExtension();
  const { extension, server } = await compareWithExtension();
  console.log(
    `500 pictures of 300 kB on one sandbox: server mode ${server.toFixed(1)}/s (one batch at a time, six connections, as the local runtime does it), extension ${extension.toFixed(1)}/s`,
  );
}
process.exitCode = isRight ? 0 : 1;
