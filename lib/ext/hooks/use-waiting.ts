import Dexie from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import type { ErrorShape } from '../../core/app-error';
import type { JobId } from '../../core/ids';
import type { Job } from '../../core/job';
import { taskKind } from '../../core/task';
import { openBundles } from '../task-bundles';
import { pageDatabase } from './page-database';

type Waiting = { error: ErrorShape; until: number };

const firstQueued = (id: JobId, kind: string) =>
  pageDatabase.tasks
    .where('[jobId+kind+state+runAt]')
    .between([id, kind, 'queued', Dexie.minKey], [id, kind, 'queued', Dexie.maxKey])
    .first();

/** Why a job does nothing right now: its next task failed before and its time has not come. */
async function waitingOf(id: JobId): Promise<Waiting | undefined> {
  const queued = await Promise.all(taskKind.options.map((kind) => firstQueued(id, kind)));
  const next = queued.filter((task) => task !== undefined).sort((a, b) => a.runAt - b.runAt)[0];
  if (!next?.error || next.runAt <= Date.now()) return;
  // Asked last: a job at work changes often, and rarely gets here.
  for await (const { tasks } of openBundles(pageDatabase, id)) if (tasks.length > 0) return;
  return { error: next.error, until: next.runAt };
}

/** The running jobs among these that wait for another try, each with the reason and the time. */
export function useWaiting(jobs: Job[] | undefined): ReadonlyMap<JobId, Waiting> {
  const running = (jobs ?? []).filter(({ status }) => status === 'processing').map(({ id }) => id);
  const found = useLiveQuery(async () => {
    const pairs = await Promise.all(running.map(async (id) => ({ id, waiting: await waitingOf(id) })));
    return new Map(pairs.flatMap(({ id, waiting }) => (waiting ? [[id, waiting] as const] : [])));
  }, [running.join()]);
  return found ?? new Map();
}
