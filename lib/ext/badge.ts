import { browser } from '#imports';
import { openStatuses } from '../core/job';
import type { Database } from './db';

/** Shows the share of settled lines of all open jobs on the toolbar icon; nothing when no job is open. */
async function showProgress(db: Database): Promise<void> {
  const open = await db.jobs.where('status').anyOf(openStatuses).toArray();
  const total = open.reduce((sum, job) => sum + job.totalArticles, 0);
  const settled = open.reduce((sum, job) => sum + job.processed, 0);
  await browser.action.setBadgeText({ text: total === 0 ? '' : `${Math.floor((100 * settled) / total)}%` });
}

/** Keeps the badge true while `work` runs and leaves it true afterwards. */
export async function withProgressBadge<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void showProgress(db), 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await showProgress(db);
  }
}
