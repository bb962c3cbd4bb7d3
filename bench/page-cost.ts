import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium } from 'playwright-core';
import { buildDir, chromiumArguments, createProfile, removeProfile } from '../e2e/harness/browser';
import { startSandbox } from '../sandbox/start-sandbox';
import { findChromium } from '../scripts/chromium';

const list = 'https://seller.ozon.ru/app/products?variant=recycled';
const elsewhere = 'https://seller.ozon.ru/app/orders';
const rounds = 7;
/** Long enough for page and script to have drawn everything. */
const restMs = 900;
const scrolledFrames = 100;

type Cost = { ms: number; evaluation: number; units: number };

/** CPU ms of the page's main thread; `script` is the part of it inside our script, layout and paint not counted. */
export type PageCost = {
  bytes: number;
  /** The script being evaluated, in the page's way once; the first buttons are drawn later, a few rows a frame. */
  evaluation: number;
  load: { without: number; with: number; script: number };
  mutations: { without: number; with: number; script: number };
};

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function launch(resolverRules: string, profile: string, isWith: boolean): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: run `npm test` or `npm run demo`, which install it.');
  const args = chromiumArguments(resolverRules, buildDir).filter((flag) => isWith || !flag.includes('extension'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args });
  if (isWith && context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
  return context;
}

/** One event of Chromium's tracing; `tdur` is CPU time of its thread in µs. */
type TraceEvent = { name: string; tdur?: number; args?: unknown };

/** CPU ms of the main thread inside the content script: its evaluation and every call into it. */
async function traceScript(session: CDPSession, work: () => Promise<number>): Promise<Cost> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown[] as TraceEvent[])));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories: 'devtools.timeline' });
  const units = await work();
  await session.send('Tracing.end');
  await complete;
  const own = events.filter(
    ({ name, args }) => /^(?:EvaluateScript|FunctionCall)$/.test(name) && JSON.stringify(args).includes('seller.js'),
  );
  const sum = (some: TraceEvent[]) => some.reduce((ms, { tdur = 0 }) => ms + tdur / 1000, 0);
  return { ms: sum(own), evaluation: sum(own.filter(({ name }) => name === 'EvaluateScript')), units };
}

/** CPU ms of all tasks of the main thread. */
async function countTasks(session: CDPSession, work: () => Promise<number>): Promise<Cost> {
  const tasks = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await tasks();
  const units = await work();
  return { ms: (await tasks()) - before, evaluation: 0, units };
}

/** Scrolls through the recycled list, a row a frame; gives how many mutations the page made. */
async function scroll(frames: number): Promise<number> {
  let mutations = 0;
  new MutationObserver((records) => {
    mutations += records.length;
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  for (let frame = 0; frame < frames; frame += 1) {
    window.scrollTo(0, 96 * (frame % 25));
    await new Promise(requestAnimationFrame);
  }
  return mutations;
}

type Sample = { evaluation: number; load: number; perThousand: number };

async function sample(context: BrowserContext, measure: typeof countTasks): Promise<Sample> {
  const page = await context.newPage();
  const measured = async (work: () => Promise<number>) => {
    const session = await context.newCDPSession(page);
    const cost = await measure(session, work);
    await session.detach();
    return cost;
  };
  // The same process for both loads, so that the second is compared and the first has warmed up.
  await page.goto(elsewhere);
  await page.waitForTimeout(restMs);
  const load = await measured(async () => {
    await page.goto(list);
    await page.waitForTimeout(restMs);
    return 1;
  });
  const scrolled = await measured(() => page.evaluate(scroll, scrolledFrames));
  await page.close();
  return { evaluation: load.evaluation, load: load.ms, perThousand: (scrolled.ms / scrolled.units) * 1000 };
}

const mediansOf = (samples: Sample[]): Sample => ({
  evaluation: median(samples.map(({ evaluation }) => evaluation)),
  load: median(samples.map(({ load }) => load)),
  perThousand: median(samples.map(({ perThousand }) => perThousand)),
});

/** What the content script costs a page of the cabinet: the same page with and without the extension, in turn. */
export async function measurePageCost(): Promise<PageCost> {
  const sandbox = await startSandbox();
  const profiles = [await createProfile(), await createProfile()] as const;
  const contexts = [
    await launch(sandbox.resolverRules, profiles[0], false),
    await launch(sandbox.resolverRules, profiles[1], true),
  ] as const;
  const samples: Record<'without' | 'with' | 'script', Sample[]> = { without: [], with: [], script: [] };
  for (let round = 0; round < rounds; round += 1) {
    samples.without.push(await sample(contexts[0], countTasks));
    samples.with.push(await sample(contexts[1], countTasks));
    samples.script.push(await sample(contexts[1], traceScript));
  }
  for (const context of contexts) await context.close();
  await sandbox.stop();
  for (const profile of profiles) await removeProfile(profile);
  const [without, withIt, script] = [samples.without, samples.with, samples.script].map(mediansOf);
  const costs = (of: keyof Sample) => ({
    without: without?.[of] ?? 0,
    with: withIt?.[of] ?? 0,
    script: script?.[of] ?? 0,
  });
  const { size } = await stat(join(buildDir, 'content-scripts/seller.js'));
  return { bytes: size, evaluation: script?.evaluation ?? 0, load: costs('load'), mutations: costs('perThousand') };
}
