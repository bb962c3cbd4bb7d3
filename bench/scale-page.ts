import type { Page } from 'playwright-core';
import type { Extension } from '../e2e/harness/browser';

export type PageCost = {
  /** From the navigation to the first article on the page, ms. */
  openMs: number;
  /** Frames a second, by how far each of them scrolls, and what each costs the main thread, ms of CPU. */
  scroll: ({ cpuMs: number } & Scrolled)[];
};

/** `empty` is the share of rows in sight, at the time of a frame, that had not been read yet. */
type Scrolled = { pixels: number; frames: number; perSecond: number; longestMs: number; empty: number };

/** How far a frame scrolls, px: reading, flying over the list, dragging the scroll bar. */
const strides = [30, 600, 20_000];
const seconds = 3;

/** Notes when the first article is there. Runs before the page's own script. */
function noteFirstArticle(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="job-item"]')) return;
    observer.disconnect();
    // The frame that shows it comes next.
    requestAnimationFrame(() => Object.assign(globalThis, { firstArticle: performance.now() }));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Scrolls down and up again, a stride at every frame. */
async function scrollThrough({ pixels, ms }: { pixels: number; ms: number }): Promise<Scrolled> {
  scrollTo(0, 0);
  const start = await new Promise(requestAnimationFrame);
  let [last, frames, longestMs, rows, filled] = [start, 0, 0, 0, 0];
  while (last - start < ms) {
    const down = Math.floor((last - start) / (ms / 2)) % 2 === 0;
    scrollBy(0, down ? pixels : -pixels);
    const now = await new Promise(requestAnimationFrame);
    longestMs = Math.max(longestMs, now - last);
    last = now;
    frames += 1;
    rows += document.querySelectorAll('[data-testid="job-items"] > li').length;
    filled += document.querySelectorAll('[data-testid="job-item"]').length;
  }
  return { pixels, frames, perSecond: (frames * 1000) / (last - start), longestMs, empty: 1 - filled / rows };
}

/** CPU ms of the page's main thread so far: what a frame costs, however busy the machine is. */
async function watchMainThread(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
}

const firstArticle = (page: Page) =>
  page
    .waitForFunction(() => (globalThis as unknown as { firstArticle?: number }).firstArticle)
    .then((found) => found.jsonValue())
    .then((ms) => ms ?? Number.NaN);

/** Opens a job on the jobs page and scrolls through its articles. */
export async function measureJobsPage({ context, origin }: Extension, id: string): Promise<PageCost> {
  const page = await context.newPage();
  await page.addInitScript(noteFirstArticle);
  await page.goto(`${origin}/jobs.html#/${id}`);
  const openMs = await firstArticle(page);
  const cpuMs = await watchMainThread(page);
  const scroll = [];
  for (const pixels of strides) {
    const before = await cpuMs();
    const scrolled = await page.evaluate(scrollThrough, { pixels, ms: seconds * 1000 });
    scroll.push({ ...scrolled, cpuMs: ((await cpuMs()) - before) / scrolled.frames });
  }
  await page.close();
  return { openMs, scroll };
}
