import Dexie from 'dexie';
import type { JobId } from '../core/ids';
import { isOpen, type Job, type JobStatus, runnableStatuses } from '../core/job';
import { folderOf, type StoredPicture } from '../core/stored-picture';
import { type Task, type TaskKind, taskKind } from '../core/task';
import { listedKey } from '../queue/append-lines';
import type { Claim, Outcome, TaskStore } from '../queue/ports';
import { itemKey, settleRows, storedKey } from '../queue/settle-rows';
import type { Database } from './db';
import { readPlaces } from './lists';
import { isBundled, mayBundle, openBundles, rowsOf, type TaskBundle, withOutcomes } from './task-bundles';

/** Pictures that are read beyond those claimed; tasks of other kinds carry up to 1000 lines. */
const readAhead = 256;

/** A bundle as it is on disk, and which of its tasks have no outcome there. Only this store changes it. */
type OpenBundle = { row: TaskBundle; unbegun: Set<string> };

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
  /** Bundles that were read, by their tasks without outcome. */
  const opened = new Map<string, OpenBundle>();
  /** Jobs whose tasks may run, read once until there is news: a picture that ends must not cost a look at them. */
  let runnable: Promise<Job[]> | undefined;

  const write = <T>(work: () => Promise<T>) =>
    db.transaction('rw', [db.jobs, db.items, db.lists, db.tasks, db.bundles, db.stored], work);

  /** Earliest first. */
  const queuedOf = (jobId: string, kind: TaskKind) =>
    db.tasks
      .where('[jobId+kind+state+runAt]')
      .between([jobId, kind, 'queued', Dexie.minKey], [jobId, kind, 'queued', Dexie.maxKey]);

  /** One range per status: several at once would walk a cursor, row by row. */
  const runnableJobs = async () => {
    const ofStatus = (status: JobStatus) => db.jobs.where({ status }).toArray();
    const jobs = await db.transaction('r', db.jobs, () => Promise.all(runnableStatuses.map(ofStatus)));
    return jobs.flat().sort((a, b) => a.createdAt - b.createdAt);
  };

  /** Up to `share` due tasks that are not active; the oldest rows of a range are active ones, read in vain each time. */
  async function take(job: Job, kind: TaskKind, share: number, now: number): Promise<Claim> {
    const { id } = job;
    const read = ahead.get(id)?.get(kind) ?? [];
    if (read.length >= share) return { tasks: read.splice(0, share), nextAt: now };
    const limit = share + active.size + (isBundled(kind) ? readAhead : 0);
    const queued = await queuedOf(id, kind).limit(limit).toArray();
    const waiting = queued.filter(({ id }) => !active.has(id));
    const due = waiting.filter(({ runAt }) => runAt <= now);
    const later = waiting.find(({ runAt }) => runAt > now)?.runAt;
    const isMoreAlone = later === undefined && queued.length === limit;
    const isMoreBundled = mayBundle(job, kind) && (due.length >= share || (await addBundled(id, kind, due)));
    ahead.set(id, (ahead.get(id) ?? new Map()).set(kind, due));
    const tasks = due.splice(0, share);
    return { tasks, nextAt: isMoreAlone || isMoreBundled || due.length > 0 ? now : later };
  }

  /** Adds tasks of bundles to `due`; gives whether there may be more. */
  async function addBundled(job: JobId, kind: TaskKind, due: Task[]): Promise<boolean> {
    for await (const { row, tasks } of openBundles(db, job)) {
      const bundle = { row, unbegun: new Set(tasks.map(({ id }) => id)) };
      for (const id of bundle.unbegun) opened.set(id, bundle);
      due.push(...tasks.filter((task) => task.kind === kind && !active.has(task.id)));
      if (due.length >= readAhead) return true;
    }
    return false;
  }

  /** The bundles of these tasks, each as it is after their outcomes; those that stay as they are on disk are left out. */
  function bundlesAfter(settled: Task[]): { bundle: OpenBundle; row: TaskBundle }[] {
    const outcomes = new Map<OpenBundle, Task[]>();
    for (const task of settled) {
      const bundle = opened.get(task.id);
      if (bundle) outcomes.set(bundle, [...(outcomes.get(bundle) ?? []), task]);
    }
    return [...outcomes].flatMap(([bundle, tasks]) => {
      const isOpen = tasks.length < bundle.unbegun.size;
      const isSame = isOpen && tasks.every(({ state }) => state !== 'done');
      return isSame ? [] : [{ bundle, row: withOutcomes(bundle.row, tasks, isOpen) }];
    });
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
      let nextAt: number | undefined;
      runnable ??= runnableJobs();
      const jobs = await runnable;
      for (const id of ahead.keys()) if (!jobs.some((job) => job.id === id)) ahead.delete(id);
      for (const [index, job] of jobs.entries()) {
        const share = Math.ceil((limit - claimed.length) / (jobs.length - index));
        if (share <= 0) return { tasks: claimed, nextAt: now };
        const taken = await take(job, kind, share, now);
        if (taken.tasks.length > 0 && job.status === 'pending') {
          await begin(job.id, now);
          runnable = undefined;
        }
        const tasks = taken.tasks.map((task): Task => ({ ...task, state: 'active' }));
        for (const task of tasks) active.set(task.id, task);
        claimed.push(...tasks);
        nextAt = earlier(nextAt, taken.nextAt);
      }
      return { tasks: claimed, nextAt };
    },

    look() {
      runnable = undefined;
    },

    async settle(outcomes, now) {
      const { jobs, settled, after } = await write(async () => {
        const changed = settleRows(outcomes, { ...(await readRows(db, outcomes)), tasks: new Map(active) }, now);
        const tasks = [...changed.tasks.values()];
        const settled = tasks.filter(({ id }) => active.has(id));
        const { own, bundles } = rowsOf(tasks.filter(({ id }) => !active.has(id)));
        const after = bundlesAfter(settled);
        const alone = settled.filter(({ id, state }) => state !== 'done' || !opened.has(id));
        if (alone.length + own.length > 0) await db.tasks.bulkPut([...alone, ...own]);
        if (bundles.length + after.length > 0) await db.bundles.bulkPut([...bundles, ...after.map(({ row }) => row)]);
        if (changed.stored.size > 0) await db.stored.bulkPut([...changed.stored.values()]);
        if (changed.items.size > 0) await db.items.bulkPut([...changed.items.values()]);
        const jobs = [...changed.jobs.values()];
        if (jobs.length > 0) await db.jobs.bulkPut(jobs);
        return { jobs, settled, after };
      });
      for (const { task } of outcomes) active.delete(task.id);
      for (const { bundle, row } of after) bundle.row = row;
      for (const { id } of settled) {
        opened.get(id)?.unbegun.delete(id);
        opened.delete(id);
      }
      if (jobs.some(({ status }) => !isOpen(status))) runnable = undefined;
      for (const job of jobs) if (!isOpen(job.status)) onEnd(job);
    },

    async recover() {
      active.clear();
      ahead.clear();
      opened.clear();
      runnable = undefined;
    },

    async nextRunAt() {
      let next: number | undefined;
      for (const job of await runnableJobs()) {
        for await (const { row, tasks } of openBundles(db, job.id))
          if (tasks.some(({ id }) => !active.has(id))) {
            next = earlier(next, row.runAt);
            break;
          }
        // Asked at once and not in turn: a job waits for the answers before it begins.
        const firstOf = (kind: TaskKind) =>
          queuedOf(job.id, kind)
            .limit(1 + active.size)
            .toArray();
        for (const queued of await db.transaction('r', db.tasks, () => Promise.all(taskKind.options.map(firstOf))))
          next = earlier(next, queued.find(({ id }) => !active.has(id))?.runAt);
      }
      return next;
    },
  };
}

const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

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
