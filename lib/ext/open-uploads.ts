import { errorShapeOf } from '../core/app-error';
import { isOpen } from '../core/job';
import { type OpenUpload, type OpenUploads, openUpload } from '../pipeline/open-upload';
import type { Wakeup } from '../queue/ports';
import type { PartUploads } from '../storage/part-uploads';
import type { Place } from '../storage/storage-place';
import type { Database } from './db';
import { taskAt } from './task-bundles';

/** For so long "Retry failed" finds what a failed picture has in storage already. */
const keptForRetryMs = 24 * 60 * 60_000;
/** R2 itself forgets an upload after a week (object-storage.md §2); what cannot be aborted until then never will be. */
const longestMs = 8 * 24 * 60 * 60_000;
/** When storage is asked again to forget what it could not be told to. */
const againMs = 30 * 60_000;

type Target = Pick<Place, 'placeNow'> & { parts?: Pick<PartUploads, 'abort'> };

type Deps = {
  db: Database;
  /** The storage of now. Errors: those of the companion. */
  cloud: () => Promise<Target>;
  wakeup: Wakeup;
  now: () => number;
};

/** Uploads in parts in the database, and their end when nobody will go on with them. */
export function createOpenUploads({ db, cloud, wakeup, now }: Deps) {
  /** From when on an upload is of no use (ms since 1970); undefined while its task may go on with it. */
  async function uselessFrom(upload: OpenUpload): Promise<number | undefined> {
    const [job, task] = await Promise.all([db.jobs.get(upload.jobId), taskAt(db, upload.taskId)]);
    if (upload.dropped || !job || !task || job.status === 'cancelled' || task.state === 'done') return upload.startedAt;
    return isOpen(job.status) ? undefined : (job.finishedAt ?? upload.startedAt) + keptForRetryMs;
  }

  const forget = ({ uploadId }: OpenUpload) => db.uploads.delete(uploadId);

  /** The storage of now. */
  async function open() {
    const { placeNow, parts } = await cloud();
    return { here: await placeNow(), parts };
  }

  /** Has storage forget an upload; gives when to ask again (ms since 1970), undefined when it knows it no longer. */
  async function abort(upload: OpenUpload, opened: ReturnType<typeof open>): Promise<number | undefined> {
    try {
      const { here, parts } = await opened;
      // It lies where nobody can ask now; the storage of now would say that there is no such upload.
      if (upload.place !== here || !parts) return upload.startedAt + longestMs;
      await parts.abort(upload, new AbortController().signal);
    } catch (thrown) {
      if (errorShapeOf(thrown).code !== 'storage.upload_gone') return now() + againMs;
    }
  }

  /** Ends uploads nobody will go on with; gives when to come again for those that are left. */
  async function end(due: OpenUpload[]): Promise<number[]> {
    const later: number[] = [];
    let opened: ReturnType<typeof open> | undefined;
    for (const upload of due) {
      if (!upload.finished) opened ??= open();
      const again = upload.finished || !opened ? undefined : await abort(upload, opened);
      if (again !== undefined && now() < upload.startedAt + longestMs) later.push(again);
      else await forget(upload);
    }
    return later;
  }

  /**
   * Has storage forget every upload nobody will go on with: of jobs that were cancelled, deleted or have ended, and those
   * given up. What cannot be done now is done at a later start of the worker, which an alarm sees to.
   */
  async function sweep(): Promise<void> {
    const rows = await db.uploads.toArray();
    if (rows.length === 0) return;
    const times = await Promise.all(rows.map(uselessFrom));
    const due = rows.filter((_, index) => (times[index] ?? Number.POSITIVE_INFINITY) <= now());
    const later = times.flatMap((time) => (time !== undefined && time > now() ? [time] : []));
    // Before the first request: the worker may be stopped while it waits for the answer.
    if (due.length > 0) await wakeup.at(now() + againMs);
    later.push(...(await end(due)));
    await wakeup.at(later.length > 0 ? Math.min(...later) : undefined);
  }

  const log: OpenUploads = {
    async find(task) {
      const rows = await db.uploads.where({ taskId: task }).toArray();
      return rows.flatMap((row) => openUpload.safeParse(row).data ?? []).filter(({ dropped }) => !dropped);
    },
    async put(upload) {
      await db.uploads.put(upload);
    },
    async drop(upload) {
      await db.uploads.put({ ...upload, dropped: true });
      void sweep().catch(console.error);
    },
    forget,
  };
  return { ...log, sweep };
}
