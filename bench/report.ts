import { load, type Measurement } from './throughput';

/** Budgets of the main job. Ratios only: a slow machine slows both sides. */
const least = { ratio: 0.9 };
const most = { companionBytes: 1200, requests: 1 };

/** Prints one table and says whether every budget was kept. */
export function report(measurements: Measurement[]): boolean {
  const { products, imagesPerProduct, bytes, delayMs } = load;
  console.log(`\n${products * imagesPerProduct} pictures of ${bytes / 1000} kB, ${delayMs} ms before each answer of CDN and storage\n`);
  console.table(
    Object.fromEntries(
      measurements.map(({ protocol, bare, job, ratio, companionBytes, requests, writes }) => [
        protocol === 'h1' ? 'HTTP/1.1' : 'HTTP/2',
        {
          'bare loop, pictures/s': `${bare.perSecond.toFixed(1)} (${bare.inFlight} in flight)`,
          'job, pictures/s': job.perSecond.toFixed(1),
          ratio: ratio.toFixed(2),
          'companion, bytes/picture': Math.round(companionBytes),
          'requests/picture': `${requests.cdn} GET, ${requests.storage} PUT, ${requests.companion.toFixed(2)} presign`,
          'database, rows/picture': writes.rows.toFixed(2),
          'transactions/picture': writes.transactions.toFixed(2),
        },
      ]),
    ),
  );
  const kept = measurements.every(
    ({ ratio, companionBytes, requests }) =>
      ratio >= least.ratio &&
      companionBytes <= most.companionBytes &&
      requests.cdn === most.requests &&
      requests.storage === most.requests,
  );
  console.log(kept ? 'Every budget is kept.' : `A budget is missed: ratio ≥ ${least.ratio}, companion ≤ ${most.companionBytes} bytes a picture, one GET and one PUT each.`);
  return kept;
}
