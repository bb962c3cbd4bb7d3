import { load, type Measurement } from './throughput';

/** Budgets of the main job. Ratios only: a slow machine slows both sides. */
const leastRatio = 0.9;
const mostCompanionBytes = 1200;

const row = ({ inFlight, rival, job, ratio, cpu, cost }: Measurement) => ({
  'bare loop': `${rival.toFixed(1)}/s (${inFlight} in flight)`,
  job: `${job.toFixed(1)}/s`,
  ratio: ratio.toFixed(2),
  'CPU ms a picture': `${cpu.rival.toFixed(1)} and ${cpu.job.toFixed(1)}`,
  'requests per picture': `${cost.gets} GET, ${cost.puts} PUT, ${cost.presignCalls.toFixed(2)} presign`,
  'companion bytes': Math.round(cost.companionBytes),
  'database rows': cost.rows.toFixed(2),
});

const names = { h1: 'HTTP/1.1', h2: 'HTTP/2' };

/** The budgets a measurement misses, as they should be. */
const missedBy = ({ protocol, ratio, cost }: Measurement): string[] =>
  [
    { isKept: ratio >= leastRatio, budget: `ratio ≥ ${leastRatio}` },
    { isKept: cost.companionBytes <= mostCompanionBytes, budget: `companion ≤ ${mostCompanionBytes} bytes a picture` },
    { isKept: cost.gets === 1 && cost.puts === 1, budget: 'one GET and one PUT a picture' },
  ].flatMap(({ isKept, budget }) => (isKept ? [] : [`${names[protocol]}: ${budget}`]));

/** Prints one table and says whether every budget was kept. */
export function report(measurements: Measurement[]): boolean {
  const { products, imagesPerProduct, bytes, delayMs } = load;
  console.log(`\n${products * imagesPerProduct} pictures of ${bytes / 1000} kB, ${delayMs} ms before each answer`);
  console.table(Object.fromEntries(measurements.map((measurement) => [names[measurement.protocol], row(measurement)])));
  const missed = measurements.flatMap(missedBy);
  console.log(missed.length > 0 ? `Missed: ${missed.join('; ')}.` : 'Every budget is kept.');
  return missed.length === 0;
}
