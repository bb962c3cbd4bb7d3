import type { Scale } from './scale';
import type { ScaleRun } from './scale-run';

/** Budgets of a long job. A list too short for ten even parts is not compared with itself. */
const most = { lastOverFirst: 1.15, heapMb: 120, heapGrowthMb: 5, openMs: 1000 };
const least = { framesPerSecond: 55, compared: 5000 };

const isCompared = ({ count }: ScaleRun) => count >= least.compared;
const ratioOf = ({ tenths }: ScaleRun) => (tenths[9] ?? 0) / (tenths[0] ?? 1);
const shown = (value: number, digits: number) => (Number.isNaN(value) ? '–' : value.toFixed(digits));
const each = (run: ScaleRun, text: string) => (isCompared(run) ? text : '–');
/** What could not be measured is not within its budget. */
const isOver = (value: number, budget: number) => !(value <= budget);

const row = (run: ScaleRun) => ({
  'accepted in, ms': run.createMs,
  'took, s': (run.totalMs / 1000).toFixed(1),
  'last / first tenth': each(run, shown(ratioOf(run), 2)),
  'the same in CPU': each(run, shown(run.cpu.last / run.cpu.first, 2)),
  'ms each by tenths': each(run, run.tenths.map((ms) => shown(ms, ms < 1 ? 2 : 1)).join(' ')),
  'heap most / early / end, MB': [run.heap.most, run.heap.early, run.heap.end].map((mb) => shown(mb, 1)).join(' / '),
  'database, bytes each': Math.round(run.bytes),
});

const complaintsOf = (run: ScaleRun): string[] => [
  ...(isCompared(run) && isOver(ratioOf(run), most.lastOverFirst) ? ['slows down'] : []),
  ...(isOver(run.heap.end, most.heapMb) ? ['needs too much memory'] : []),
  ...(isOver(run.heap.end - run.heap.early, most.heapGrowthMb) ? ['keeps something in memory'] : []),
];

/** Prints what was measured and says whether every budget was kept. */
export function reportScale({ runs, page }: Scale): boolean {
  const nameOf = ({ unit, count }: ScaleRun) =>
    `${count} ${unit}${unit === 'articles' ? ', links only' : ' to storage'}`;
  console.table(Object.fromEntries(runs.map((run) => [nameOf(run), row(run)])));
  console.log(`Page of the longest: first article after ${Math.round(page.openMs)} ms. Scrolling:`);
  console.table(
    Object.fromEntries(
      page.scroll.map(({ pixels, perSecond, cpuMs, longestMs, empty }) => [
        `${pixels} px a frame`,
        {
          'frames a second': perSecond.toFixed(1),
          'CPU ms a frame': cpuMs.toFixed(1),
          'longest, ms': Math.round(longestMs),
          'rows not read yet': `${Math.round(empty * 100)} %`,
        },
      ]),
    ),
  );
  const missed = [
    ...runs.flatMap((run) => complaintsOf(run).map((complaint) => `${nameOf(run)} ${complaint}`)),
    ...(isOver(page.openMs, most.openMs) ? ['the page opens slowly'] : []),
    ...(page.scroll.some(({ perSecond }) => !(perSecond >= least.framesPerSecond))
      ? ['the page scrolls unevenly']
      : []),
  ];
  console.log(missed.length === 0 ? 'Kept.' : `Missed: ${missed.join('; ')}.`);
  return missed.length === 0;
}
