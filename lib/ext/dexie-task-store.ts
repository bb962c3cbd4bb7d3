import Dexie from 'dexie';
import type { JobId } from '../core/ids';
import { isOpen, type Job, runnableStatuses } from '../core/job';
import { folderOf, type StoredPicture } from '../core/stored-picture';
import { type Task, type TaskKind, taskKind } from '../core/task';
import { listedKey } from '../queue/append-lines';
import type { Outcome, TaskStore } from '../queue/ports';
import { itemKey, settleRows, storedKey } from '../queue/settle-rows';
import type { Database } from './db';
import { readPlaces } from './lists';
import { isPlanned, mayPlan, plannedOf, rowsOf } from './planned-tasks';

/** Pictures that are read beyond those claimed; tasks of other kinds carry up to 1000 lines. */
const readAhead = 256;

/** A planned row, and which of its tasks had no row of their own when it was read. */
type Plan = { id: string; unbegun: Set<string> };

/**
 * Durable tasks in IndexedDB. Job, lines and tasks change together or not at all. `onEnd` is told of jobs whose last
 * task has settled, after that is on disk.
 * That a task is active is known to the living worker only and not written: a dead worker's tasks are still queued, and
 * a picture costs one write less (docs/decisions/006).
 */
export function createDexieTaskStore(db: Database, onEnd: (job: Job) => void = () => {}): TaskStore {
  const active = new Map<string, Task>();
  /** Rows read and not claimed yet. They change with their job only, and one that cannot run loses its rows here. */
  const ahead = new Map<JobId, Map<TaskKind, Task[]>>();
  /** Planned rows that were read, by their tasks. */
  const plans = new Map<string, Plan>();
  /** Jobs whose tasks may run, read once until there is news: a picture that ends must not cost a look at them. */
  let runnable: Promise<Job[]> | undefined;

  const write = <T>(work: () => Promise<T>) =>
    db.transaction('rw', [db.jobs, db.items, db.lists, db.tasks, db.planned, db.stored], work);

  const dueOf = (jobId: string, kind: TaskKind, until: number) =>
    db.tasks
      .where('[jobId+kind+state+runAt]')
      .between([jobId, kind, 'queued', Dexie.minKey], [jobId, kind, 'queued', until], true, true);

  /** One range per status: several at once would walk a cursor, row by row. */
  const runnableJobs = async () => {
    const jobs = await Promise.all(runnableStatuses.map((status) => db.jobs.where({ status }).toArray()));
    return jobs.flat().sort((a, b) => a.createdAt - b.createdAt);
  };

  /** Up to `share` due tasks that are not active; the oldest rows of a range are active ones, read in vain each time. */
  async function take(job: Job, kind: TaskKind, share: number, now: number): Promise<Task[]> {
    const { id } = job;
    const read = ahead.get(id)?.get(kind) ?? [];
    if (read.length >= share) return read.splice(0, share);
    const limit = share + active.size + (isPlanned(kind) ? readAhead : 0);
    const due = await dueOf(id, kind, now).limit(limit).toArray();
    const open = due.filter(({ id }) => !active.has(id));
    if (mayPlan(job, kind) && open.length < share) open.push(...(await takePlanned(id, kind)));
    ahead.set(id, (ahead.get(id) ?? new Map()).set(kind, open));
    return open.splice(0, share);
  }

  async function takePlanned(job: JobId, kind: TaskKind): Promise<Task[]> {
    const read: Task[] = [];
    for await (const { row, tasks } of plannedOf(db, job)) {
      const plan = { id: row.id, unbegun: new Set(tasks.map(({ id }) => id)) };
      if (tasks.length === 0) await db.planned.delete(row.id);
      for (const id of plan.unbegun) plans.set(id, plan);
      read.push(...tasks.filter((task) => task.kind === kind && !active.has(task.id)));
      if (read.length >= readAhead) break;
    }
    return read;
  }

  /** The planned rows that are of no use any more when these tasks have rows of their own. */
  function spentBy(tasks: Task[]): string[] {
    const begun = new Map<Plan, number>();
    for (const { id } of tasks) {
      const plan = plans.get(id);
      if (plan) begun.set(plan, (begun.get(plan) ?? 0) + 1);
    }
    return [...begun].flatMap(([{ id, unbegun }, count]) => (count === unbegun.size ? [id] : []));
  }

  const begin = (id: JobId, now: number) =>
    db.transaction('rw', db.jobs, async () => {
      const job = await db.jobs.get(id);
      if (job?.status === 'pending')
        await db.jobs.put({ ...job, status: 'processing', startedAt: job.startedAt ?? now });
    });

  return {
    async claim(kind, limit, now) {
      const claimed: Task[] = [];
      runnable ??= runnableJobs();
      const jobs = await runnable;
      for (const id of ahead.keys()) if (!jobs.some((job) => job.id === id)) ahead.delete(id);
      for (const [index, job] of jobs.entries()) {
        const share = Math.ceil((limit - claimed.length) / (jobs.length - index));
        if (share <= 0) break;
        const taken = await take(job, kind, share, now);
        if (taken.length > 0 && job.status === 'pending') {
          await begin(job.id, now);
          runnable = undefined;
        }
        for (const task of taken) active.set(task.id, { ...task, state: 'active' });
        claimed.push(...taken.map((task) => active.get(task.id) ?? task));
      }
      return claimed;
    },

    look() {
      runnable = undefined;
    },

    async settle(outcomes, now) {
      const { jobs, settled } = await write(async () => {
        const changed = settleRows(outcomes, { ...(await readRows(db, outcomes)), tasks: new Map(active) }, now);
        const tasks = [...changed.tasks.values()];
        const settled = tasks.filter(({ id }) => active.has(id));
        const { own, planned } = rowsOf(tasks.filter(({ id }) => !active.has(id)));
        const spent = spentBy(settled);
        await db.tasks.bulkPut([...settled, ...own]);
        if (planned.length > 0) await db.planned.bulkPut(planned);
        if (spent.length > 0) await db.planned.bulkDelete(spent);
        if (changed.stored.size > 0) await db.stored.bulkPut([...changed.stored.values()]);
        if (changed.items.size > 0) await db.items.bulkPut([...changed.items.values()]);
        const jobs = [...changed.jobs.values()];
        if (jobs.length > 0) await db.jobs.bulkPut(jobs);
        return { jobs, settled };
      });
      for (const { task } of outcomes) active.delete(task.id);
      for (const { id } of settled) {
        plans.get(id)?.unbegun.delete(id);
        plans.delete(id);
      }
      if (jobs.some(({ status }) => !isOpen(status))) runnable = undefined;
      for (const job of jobs) if (!isOpen(job.status)) onEnd(job);
    },

    async recover() {
      active.clear();
      ahead.clear();
      plans.clear();
      runnable = undefined;
    },

    async nextRunAt() {
      const times: number[] = [];
      for (const job of await runnableJobs()) {
        for await (const { row, tasks } of plannedOf(db, job.id))
          if (tasks.some(({ id }) => !active.has(id))) {
            times.push(row.runAt);
            break;
          }
        // Asked at once and not in turn: a job waits for the answers before it begins.
        const firstOf = (kind: TaskKind) =>
          dueOf(job.id, kind, Number.MAX_VALUE)
            .limit(1 + active.size)
            .toArray();
        for (const queued of await db.transaction('r', db.tasks, () => Promise.all(taskKind.options.map(firstOf)))) {
          const next = queued.find(({ id }) => !active.has(id));
          if (next) times.push(next.runAt);
        }
      }
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

async function readRows(db: Database, outcomes: Outcome[]) {
  const jobIds = [...new Set(outcomes.map(({ task }) => task.jobId))];
  const lines = new Map<string, [JobId, number]>();
  for (const outcome of outcomes)
    for (const { seq } of 'changes' in outcome ? outcome.changes : [])
      lines.set(itemKey(outcome.task.jobId, seq), [outcome.task.jobId, seq]);
  const pictures = outcomes.flatMap((outcome) => ('stored' in outcome && outcome.stored) || []);
  const [jobs, items, stored] = await Promise.all([
    db.jobs.bulkGet(jobIds),
    readPlaces(db, [...lines.values()]),
    readStored(db, pictures),
  ]);
  return {
    listed: await readListed(db, outcomes),
    jobs: new Map(jobs.filter(isThere).map((job) => [job.id, job])),
    stored,
    items: new Map(items.map((item) => [itemKey(item.jobId, item.seq), item])),
  };
}

async function readStored(db: Database, pictures: StoredPicture[]) {
  const keys = new Map(pictures.map((one) => [storedKey(one), [folderOf(one.slot), one.place] as [string, string]]));
  const rows = keys.size === 0 ? [] : await db.stored.bulkGet([...keys.values()]);
  return new Map([...keys.keys()].flatMap((key, at) => (rows[at] ? [[key, rows[at]] as const] : [])));
}

/** Which products that outcomes append are in their lists already. */
async function readListed(db: Database, outcomes: Outcome[]): Promise<Set<string>> {
  const appended = outcomes.flatMap((outcome) =>
    'append' in outcome && outcome.append?.once
      ? outcome.append.lines.map(({ lookupId }) => [outcome.task.jobId, lookupId])
      : [],
  );
  if (appended.length === 0) return new Set();
  const rows = await db.items.where('[jobId+lookupId]').anyOf(appended).toArray();
  return new Set(rows.map(({ jobId, lookupId = '' }) => listedKey(jobId, lookupId)));
}

const isThere = <T>(row: T | undefined): row is T => row !== undefined;
