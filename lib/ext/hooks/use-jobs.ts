import { useLiveQuery } from 'dexie-react-hooks';
import type { JobId } from '../../core/ids';
import { type Job, openStatuses } from '../../core/job';
import { pageDatabase } from './page-database';

const newestFirst = () => pageDatabase.jobs.orderBy('createdAt').reverse();

/** Every open job and the newest others up to `atLeast` in all, newest first; undefined until known. */
export function useRecentJobs(atLeast: number): Job[] | undefined {
  return useLiveQuery(async () => {
    const open = await pageDatabase.jobs.where('status').anyOf(openStatuses).toArray();
    const newest = await newestFirst().limit(atLeast).toArray();
    const ended = newest.filter((job) => open.every(({ id }) => id !== job.id));
    const shown = [...open, ...ended.slice(0, Math.max(0, atLeast - open.length))];
    return shown.sort((a, b) => b.createdAt - a.createdAt);
  }, [atLeast]);
}

/** One page of the history, or the last one there is, and the length of all of it; `page` counts from 0. */
export function useJobPage(page: number, size: number): { jobs: Job[]; page: number; total: number } | undefined {
  return useLiveQuery(async () => {
    const total = await pageDatabase.jobs.count();
    // Deleting may leave fewer pages than there were.
    const shown = Math.min(page, Math.max(0, Math.ceil(total / size) - 1));
    const jobs = await newestFirst()
      .offset(shown * size)
      .limit(size)
      .toArray();
    return { jobs, page: shown, total };
  }, [page, size]);
}

/** One job: undefined until known, null when there is none. */
export function useJob(id: JobId): Job | null | undefined {
  return useLiveQuery(async () => (await pageDatabase.jobs.get(id)) ?? null, [id]);
}
