import type { JobId } from '../core/ids';
import { emptyItem, type Item, type Job, type Line } from '../core/job';
import type { NewTask } from '../core/task';

/** Lines a task adds to the end of its job's list. */
export type Append = {
  lines: (Pick<Item, 'article'> & { lookupId: string })[];
  /** Leaves out products the list has already: a store may change while it is listed. */
  once: boolean;
  /** Tasks that look the lines up, once these have their places. */
  tasksOf: (lines: Line[]) => NewTask[];
};

/** Key of a product in a job's list. */
export const listedKey = (job: JobId, lookupId: string): string => `${job}/${lookupId}`;

/** The rows of appended lines. `listed` holds the keys of products in the list, and takes up the new ones. */
export function appendLines(job: Job, { lines, once, tasksOf }: Append, listed: Set<string>) {
  const added: Line[] = [];
  for (const line of lines) {
    const key = listedKey(job.id, line.lookupId);
    if (once && listed.has(key)) continue;
    listed.add(key);
    added.push({ seq: job.totalArticles + added.length, ...line });
  }
  return {
    job: { ...job, totalArticles: job.totalArticles + added.length },
    items: added.map((line) => emptyItem(job.id, line)),
    spawn: added.length === 0 ? [] : tasksOf(added),
  };
}
