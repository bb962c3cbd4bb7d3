import type { JobId } from '../core/ids';
import { type Item, isOpen, type Job } from '../core/job';
import type { StoredFolder } from '../core/stored-picture';
import type { Task } from '../core/task';
import { listedKey } from './append-lines';
import type { TaskStore } from './ports';
import { itemKey, settleRows } from './settle-rows';

const isRunnable = (job: Job) => job.status === 'pending' || job.status === 'processing';

const earliest = (times: number[]) => (times.length === 0 ? undefined : Math.min(...times));

/** Tasks in memory: for tests, and for hosts that keep no disk. Same behaviour as the database, by contract test. */
export function createMemoryTaskStore(seed: { jobs: Job[]; items: Item[]; tasks: Task[] }) {
  const jobs = new Map<JobId, Job>(seed.jobs.map((job) => [job.id, job]));
  const items = new Map(seed.items.map((item) => [itemKey(item.jobId, item.seq), item]));
  const tasks = new Map(seed.tasks.map((task) => [task.id, task]));
  const stored = new Map<string, StoredFolder>();

  const queuedOf = (job: Job) =>
    [...tasks.values()]
      .filter((task) => task.jobId === job.id && task.state === 'queued')
      .sort((a, b) => a.runAt - b.runAt || (a.id < b.id ? -1 : 1));
  const listed = () =>
    new Set([...items.values()].flatMap(({ jobId, lookupId }) => (lookupId ? [listedKey(jobId, lookupId)] : [])));
  const runnable = () => [...jobs.values()].filter(isRunnable).sort((a, b) => a.createdAt - b.createdAt);

  const store: TaskStore = {
    async claim(kind, limit, now) {
      const claimed: Task[] = [];
      const times: number[] = [];
      const list = runnable();
      for (const [index, job] of list.entries()) {
        const share = Math.ceil((limit - claimed.length) / (list.length - index));
        const queued = queuedOf(job).filter((task) => task.kind === kind);
        const due = queued.filter(({ runAt }) => runAt <= now);
        const taken = due.slice(0, share).map((task) => ({ ...task, state: 'active' as const }));
        times.push(...queued.slice(taken.length, taken.length + 1).map(({ runAt }) => runAt));
        for (const task of taken) tasks.set(task.id, task);
        if (taken.length > 0 && job.status === 'pending')
          jobs.set(job.id, { ...job, status: 'processing', startedAt: now });
        claimed.push(...taken);
      }
      return { tasks: claimed, nextAt: earliest(times) };
    },

    look() {},

    async settle(outcomes, now) {
      const changed = settleRows(
        outcomes,
        {
          jobs: new Map(jobs),
          items: new Map(items),
          tasks: new Map(tasks),
          stored: new Map(stored),
          listed: listed(),
        },
        now,
      );
      for (const [key, row] of changed.tasks) tasks.set(key, row);
      for (const [key, row] of changed.items) items.set(key, row);
      for (const [key, row] of changed.jobs) jobs.set(key, row);
      for (const [key, row] of changed.stored) stored.set(key, row);
    },

    async recover() {
      for (const task of tasks.values()) {
        const job = jobs.get(task.jobId);
        if (task.state === 'active' && job && isOpen(job.status)) tasks.set(task.id, { ...task, state: 'queued' });
      }
    },

    async nextRunAt() {
      const times = runnable().flatMap((job) =>
        queuedOf(job)
          .slice(0, 1)
          .map((task) => task.runAt),
      );
      return earliest(times);
    },
  };
  return { store, jobs, items, tasks, stored };
}
