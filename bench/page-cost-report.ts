import type { PageCost } from './page-cost';

/** Budgets of product.md D4. */
const mostBytes = 30_000;
const mostStartMs = 5;

const row = ({ without, with: withIt, script }: PageCost['load']) => ({
  'without the extension': `${without.toFixed(1)} ms`,
  with: `${withIt.toFixed(1)} ms`,
  'inside our script': `${script.toFixed(2)} ms`,
});

/** Prints what the page script costs and says whether the budgets were kept. */
export function reportPageCost({ bytes, evaluation, load, mutations }: PageCost): boolean {
  console.log(`\nPage script: ${bytes} bytes, start ${evaluation.toFixed(1)} ms. CPU of the main thread, medians:`);
  console.table({ 'list of ten rows, loaded': row(load), 'per 1000 mutations': row(mutations) });
  const kept = bytes < mostBytes && evaluation < mostStartMs;
  console.log(`${kept ? 'Kept' : 'Missed'}: script < ${mostBytes} bytes, < ${mostStartMs} ms at start.`);
  return kept;
}
