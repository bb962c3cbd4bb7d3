import Dexie from 'dexie';
import { isOpen, type Job, openStatuses, runnableStatuses } from '../core/job';
import { type Task, type TaskKind, taskKind } from '../core/task';
import type { Outcome, TaskStore } from '../queue/ports';
import { itemKey, settleRows } from '../queue/settle-rows';
import type { Database } from './db';

/**
 * Durable tasks in IndexedDB. Job, lines and tasks change together or not at all. `onEnd` is told of jobs whose last
 * task has settled, after that is on disk.
 */
export function createDexieTaskStore(db: Database, onEnd: (job: Job) => void = () => {}): TaskStore {
  const write = <T>(work: () => Promise<T>) => db.transaction('rw', db.jobs, db.items, db.tasks, work);

  const dueOf = (jobId: string, kind: TaskKind, until: number) =>
    db.tasks
      .where('[jobId+kind+state+runAt]')
      .between([jobId, kind, 'queued', Dexie.minKey], [jobId, kind, 'queued', until], true, true);

  const runnableJobs = async () =>
    (await db.jobs.where('status').anyOf(runnableStatuses).toArray()).sort((a, b) => a.createdAt - b.createdAt);

  return {
    claim: (kind, limit, now) =>
      write(async () => {
        const claimed: Task[] = [];
        const jobs = await runnableJobs();
        for (const [index, job] of jobs.entries()) {
          const share = Math.ceil((limit - claimed.length) / (jobs.length - index));
          if (share <= 0) break;
          const due = await dueOf(job.id, kind, now).limit(share).toArray();
          if (due.length > 0 && job.status === 'pending')
            await db.jobs.put({ ...job, status: 'processing', startedAt: job.startedAt ?? now });
          claimed.push(...due.map((task) => ({ ...task, state: 'active' as const })));
        }
        if (claimed.length > 0) await db.tasks.bulkPut(claimed);
        return claimed;
      }),

    async settle(outcomes, now) {
      const changedJobs = await write(async () => {
        const changed = settleRows(outcomes, await readRows(db, outcomes), now);
        await db.tasks.bulkPut([...changed.tasks.values()]);
        if (changed.items.size > 0) await db.items.bulkPut([...changed.items.values()]);
        const jobs = [...changed.jobs.values()];
        if (jobs.length > 0) await db.jobs.bulkPut(jobs);
        return jobs;
      });
      for (const job of changedJobs) if (!isOpen(job.status)) onEnd(job);
    },

    recover: () =>
      write(async () => {
        for (const jobId of await db.jobs.where('status').anyOf(openStatuses).primaryKeys())
          for (const kind of taskKind.options) {
            const range: [unknown[], unknown[]] = [
              [jobId, kind, 'active', Dexie.minKey],
              [jobId, kind, 'active', Dexie.maxKey],
            ];
            const active = await db.tasks
              .where('[jobId+kind+state+runAt]')
              .between(...range)
              .toArray();
            await db.tasks.bulkPut(active.map((task) => ({ ...task, state: 'queued' as const })));
          }
      }),

    async nextRunAt() {
      const times: number[] = [];
      for (const job of await runnableJobs())
        for (const kind of taskKind.options) {
          const first = await dueOf(job.id, kind, Number.MAX_VALUE).first();
          if (first) times.push(first.runAt);
        }
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

async function readRows(db: Database, outcomes: Outcome[]) {
  const ids = outcomes.map(({ task }) => task.id);
  const jobIds = [...new Set(outcomes.map(({ task }) => task.jobId))];
  const lines = outcomes.flatMap((outcome) =>
    'changes' in outcome ? outcome.changes.map(({ seq }) => [outcome.task.jobId, seq] satisfies [unknown, number]) : [],
  );
  const [tasks, jobs, items] = await Promise.all([
    db.tasks.bulkGet(ids),
    db.jobs.bulkGet(jobIds),
    db.items.bulkGet(lines),
  ]);
  return {
    tasks: new Map(tasks.filter(isThere).map((task) => [task.id, task])),
    jobs: new Map(jobs.filter(isThere).map((job) => [job.id, job])),
    items: new Map(items.filter(isThere).map((item) => [itemKey(item.jobId, item.seq), item])),
  };
}

const isThere = <T>(row: T | undefined): row is T => row !== undefined;
