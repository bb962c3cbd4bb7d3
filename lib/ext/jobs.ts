import Dexie from 'dexie';
import { AppError } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import { type JobId, jobId, type StoreId } from '../core/ids';
import { isOpen, type Job } from '../core/job';
import { finishJob } from '../core/tally';
import type { TaskKind } from '../core/task';
import { type JobRequest, planJob } from '../pipeline/plan-job';
import { planRetry, retriedKinds } from '../pipeline/plan-retry';
import type { Queue } from '../queue/queue';
import type { Database } from './db';
import type { DiskJobs } from './disk-jobs';
import { deleteLines, listRows, readArticles } from './lists';

type Deps = {
  db: Database;
  queue: Queue;
  disk: DiskJobs;
  /** Has storage forget the uploads in parts nobody will go on with. */
  sweepUploads: () => void;
  now: () => number;
};

export type Jobs = ReturnType<typeof createJobs>;

/** Commands on jobs. Each is one transaction; the queue is told afterwards. */
export function createJobs({ db, queue, disk, sweepUploads, now }: Deps) {
  const change = <T>(id: JobId, work: (job: Job) => Promise<T>): Promise<T> =>
    db.transaction('rw', [db.jobs, db.items, db.tasks, db.pushes, db.blobs], async () => {
      const job = await db.jobs.get(id);
      if (!job) throw new AppError('job.not_found');
      return work(job);
    });

  const failedTasks = (id: JobId, kind: TaskKind) =>
    db.tasks
      .where('[jobId+kind+state+runAt]')
      .between([id, kind, 'failed', Dexie.minKey], [id, kind, 'failed', Dexie.maxKey])
      .toArray();

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

  async function remove(id: JobId) {
    await db.transaction('rw', [db.jobs, db.items, db.lists, db.tasks, db.bundles], async () => {
      await db.jobs.delete(id);
      await deleteLines(db, id);
      for (const tasks of [db.tasks, db.bundles]) await tasks.where('id').startsWith(`${id}/`).delete();
    });
    queue.abort(id);
    sweepUploads();
    await disk.forget(id);
  }

  /** Writes a job with its list and look-ups, then starts working. */
  async function create(request: Omit<JobRequest, 'disk'>): Promise<{ id: JobId }> {
    if (!(await db.stores.get(request.storeId))) throw new AppError('store.not_found');
    const id = jobId.parse(crypto.randomUUID());
    const disked = request.destination === 'disk' ? { ...request, disk: disk.plan() } : request;
    const { job, tasks } = planJob(id, disked, now());
    await db.transaction('rw', db.jobs, db.lists, db.tasks, async () => {
      await db.lists.bulkAdd(listRows(id, request.articles));
      await db.tasks.bulkAdd(tasks);
      await db.jobs.add(job);
    });
    void queue.pump();
    return { id };
  }

  return {
    create,

    /** Nothing new begins; pictures in flight end by themselves. */
    async pause(id: JobId) {
      await change(id, async (job) => {
        if (isOpen(job.status)) await db.jobs.put({ ...job, status: 'paused' });
      });
      queue.pause(id);
    },

    async resume(id: JobId) {
      await change(id, async (job) => {
        const { notice: _, ...quiet } = job;
        if (job.status === 'paused') await db.jobs.put({ ...quiet, status: 'processing' });
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
      if (!wasOpen) return;
      queue.abort(id);
      sweepUploads();
      await disk.forget(id);
    },

    /**
     * Runs again only what failed, or of that only what failed for one reason: pictures one by one, lines that were
     * never found by a new look-up.
     */
    async retry(id: JobId, code?: ErrorCode) {
      await change(id, async (job) => {
        if (isOpen(job.status) || job.status === 'cancelled' || job.destination === 'card') return;
        const failed = (await Promise.all(retriedKinds.map((kind) => failedTasks(id, kind)))).flat();
        const lines = await db.items.where({ jobId: id, status: 'failed' }).toArray();
        const parts = await db.tasks
          .where('id')
          .startsWith(`${id}/pack/`)
          .filter(({ output }) => output !== null)
          .count();
        const unpacked = job.disk?.mode === 'zip' ? await disk.waiting(id) : [];
        const { job: counted, items, tasks } = planRetry(job, { lines, failed, parts, unpacked, code }, now());
        await db.items.bulkPut(items);
        await db.tasks.bulkPut(tasks);
        const again: Job = {
          ...counted,
          round: job.round + 1,
          openTasks: tasks.length,
          status: 'processing',
          finishedAt: null,
        };
        if (tasks.length > 0 || code === undefined)
          await db.jobs.put(tasks.length > 0 ? again : finishJob(counted, now()));
      });
      // It may have ended while it was paused, or just before.
      queue.resume(id);
      void queue.pump();
    },

    /** A new job with the list, field and destination of another, as they are. */
    async again(id: JobId): Promise<{ id: JobId }> {
      const job = await db.jobs.get(id);
      if (!job || job.destination === 'card' || job.destination === 'upload') throw new AppError('job.not_found');
      const { storeId, field, destination } = job;
      if (job.wholeStore) return create({ storeId, field, destination, articles: [], wholeStore: true });
      return create({ storeId, field, destination, articles: await readArticles(db, id) });
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
