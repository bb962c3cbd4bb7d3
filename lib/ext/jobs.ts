import Dexie from 'dexie';
import { AppError } from '../core/app-error';
import { type JobId, jobId, type StoreId } from '../core/ids';
import { type Item, isOpen, type Job } from '../core/job';
import { countItem, finishJob } from '../core/tally';
import type { Task } from '../core/task';
import { type JobRequest, planJob, planLookups } from '../pipeline/plan-job';
import type { Queue } from '../queue/queue';
import type { Database } from './db';

type Deps = { db: Database; queue: Queue; now: () => number };

export type Jobs = ReturnType<typeof createJobs>;

/** Commands on jobs. Each is one transaction; the queue is told afterwards. */
export function createJobs({ db, queue, now }: Deps) {
  const change = <T>(id: JobId, work: (job: Job) => Promise<T>): Promise<T> =>
    db.transaction('rw', db.jobs, db.items, db.tasks, db.pushes, async () => {
      const job = await db.jobs.get(id);
      if (!job) throw new AppError('job.not_found');
      return work(job);
    });

  /** Ozon may have what was sent; only what was not can be stopped. The job ends by itself when the rest is known. */
  async function stopUnsent(id: JobId): Promise<false> {
    await db.pushes
      .where('[jobId+seq]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .and(({ sends, state }) => sends === 0 && (state === 'planned' || state === 'ready'))
      .modify({ state: 'failed', settledAt: now(), error: { code: 'push.stopped', params: {} } });
    return false;
  }

  async function isPushing(store: StoreId): Promise<boolean> {
    const jobs = await db.jobs.where({ storeId: store }).toArray();
    return jobs.some(({ destination, status }) => destination === 'card' && isOpen(status));
  }

  const taskRange = (id: JobId) => db.tasks.where('id').startsWith(`${id}/`);

  async function remove(id: JobId) {
    await db.transaction('rw', db.jobs, db.items, db.tasks, async () => {
      await db.jobs.delete(id);
      await db.items.where('[jobId+seq]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
      await taskRange(id).delete();
    });
    queue.abort(id);
  }

  return {
    /** Writes a job with all its lines and look-ups, then starts working. */
    async create(request: JobRequest): Promise<{ id: JobId }> {
      if (!(await db.stores.get(request.storeId))) throw new AppError('store.not_found');
      const id = jobId.parse(crypto.randomUUID());
      const { job, items, tasks } = planJob(id, request, now());
      await db.transaction('rw', db.jobs, db.items, db.tasks, async () => {
        await db.items.bulkAdd(items);
        await db.tasks.bulkAdd(tasks);
        await db.jobs.add(job);
      });
      void queue.pump();
      return { id };
    },

    /** Nothing new begins; pictures in flight end by themselves. */
    async pause(id: JobId) {
      await change(id, async (job) => {
        if (isOpen(job.status)) await db.jobs.put({ ...job, status: 'paused' });
      });
      queue.pause(id);
    },

    async resume(id: JobId) {
      await change(id, async (job) => {
        if (job.status === 'paused') await db.jobs.put({ ...job, status: 'processing' });
      });
      queue.resume(id);
      void queue.pump();
    },

    /** Ends a job with one write, however long its list: tasks of a cancelled job are never claimed. */
    async cancel(id: JobId) {
      const wasOpen = await change(id, async (job) => {
        if (job.destination === 'card') return stopUnsent(id);
        if (!isOpen(job.status)) return false;
        await db.jobs.put({ ...job, status: 'cancelled', finishedAt: now(), openTasks: 0 });
        return true;
      });
      // A job that ended meanwhile may be retried, and an aborted one never runs again.
      if (wasOpen) queue.abort(id);
    },

    /** Runs again only what failed: pictures one by one, lines that were never found by a new look-up. */
    async retry(id: JobId) {
      await change(id, async (job) => {
        if (isOpen(job.status) || job.status === 'cancelled' || job.destination === 'card') return;
        const failed = await taskRange(id)
          .filter((task) => task.kind === 'copy-image' && task.state === 'failed')
          .toArray();
        const lines = await db.items.where({ jobId: id, status: 'failed' }).toArray();
        const { job: counted, items, tasks } = planRetry(job, lines, failed, now());
        await db.items.bulkPut(items);
        await db.tasks.bulkPut(tasks);
        const again: Job = {
          ...counted,
          round: job.round + 1,
          openTasks: tasks.length,
          status: 'processing',
          finishedAt: null,
        };
        await db.jobs.put(tasks.length > 0 ? again : finishJob(counted, now()));
      });
      // It may have ended while it was paused, or just before.
      queue.resume(id);
      void queue.pump();
    },

    /** A push under way is not deleted: its job is what asks Ozon how it went. */
    async delete(id: JobId) {
      const job = await db.jobs.get(id);
      if (job?.destination === 'card' && isOpen(job.status)) throw new AppError('push.busy');
      await remove(id);
    },

    /** Whether pictures of the store are on their way to Ozon. */
    isPushing,

    /** Deletes every job of a store; files in storage stay. */
    async deleteOfStore(store: StoreId) {
      if (await isPushing(store)) throw new AppError('push.busy');
      const ids = await db.jobs.where({ storeId: store }).primaryKeys();
      for (const id of ids) await remove(id);
      await db.pushes.where('[storeId+productId+createdAt]').between([store], [store, Dexie.maxKey]).delete();
    },
  };
}

/** Rows of a repeated run: failures taken back from the counters, their tasks queued anew. */
function planRetry(job: Job, lines: Item[], failed: Task[], now: number): { job: Job; items: Item[]; tasks: Task[] } {
  let counted = job;
  const items: Item[] = [];
  const unresolved = [];
  for (const line of lines) {
    const { seq, article } = line;
    const found = line.productId !== null;
    if (!found) unresolved.push({ seq, article });
    const after: Item = { ...line, error: null, failedImages: 0, status: found ? 'processing' : 'pending' };
    counted = countItem(counted, line, after);
    items.push(after);
  }
  const again = failed.map((task): Task => ({ ...task, state: 'queued', attempts: 0, runAt: now, error: null }));
  return { job: counted, items, tasks: [...again, ...planLookups(job.id, job.round + 1, job, unresolved, now)] };
}
