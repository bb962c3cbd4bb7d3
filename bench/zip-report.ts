import type { ZipMemory } from './zip-memory';

/** How much more than an idle browser may be needed, whatever the size of the archive. */
const mostAboveIdleMb = 500;

const mb = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

const row = ({ load, idle, peak, seconds, archives }: ZipMemory) => ({
  pictures: load.products * load.imagesPerProduct,
  each: mb(load.bytes),
  archives: archives.map(({ bytes, test }) => `${mb(bytes)} (unzip -t: ${test})`).join(', '),
  idle: mb(idle),
  'above idle': mb(peak - idle),
  seconds: Math.round(seconds),
});

/** Prints what archives cost in memory and says whether the budget was kept. */
export function reportZip(measurements: ZipMemory[]): boolean {
  console.log('\nMemory of all processes of the browser, shared pages counted once:');
  console.table(measurements.map(row));
  const kept = measurements.every(
    ({ idle, peak, archives }) =>
      peak - idle < mostAboveIdleMb * 1024 * 1024 &&
      archives.length > 0 &&
      archives.every(({ test }) => test !== 'broken'),
  );
  console.log(`${kept ? 'Kept' : 'Missed'}: less than ${mostAboveIdleMb} MB above idle, archives whole.`);
  return kept;
}
