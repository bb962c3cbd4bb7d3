import Dexie from 'dexie';
import type { JobId } from '../../core/ids';
import { isOpen } from '../../core/job';
import { pictureTaskId } from '../../pipeline/picture-task';
import type { KeptFiles } from '../../pipeline/upload-file';
import type { Database } from '../db';

/** Held by a page as long as it puts pictures aside for a job that does not exist yet. */
export const keepingLock = (id: JobId): string => `keeping/${id}`;

/** Pictures of the seller's files in IndexedDB, by the place they have in the job. */
export const createKeptFiles =
  (db: Database): KeptFiles =>
  (job, seq, n) =>
    db.blobs.get([job, seq, n]);

/** The places of pictures kept for a job; their bytes are not touched. */
export const keptPlaces = (db: Database, id: JobId): Promise<[JobId, number, number][]> =>
  db.blobs.where('[jobId+seq+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).primaryKeys();

/** Forgets the pictures of an ended upload that storage has; those that failed stay for "Retry failed". */
export async function dropUploaded(db: Database, id: JobId): Promise<void> {
  const places = await keptPlaces(db, id);
  const tasks = await db.tasks.bulkGet(places.map(([job, seq, n]) => pictureTaskId(job, seq, n)));
  await db.blobs.bulkDelete(places.filter((_, index) => tasks[index]?.state === 'done'));
}

/**
 * Forgets pictures nobody will ask for: of a page that was closed before its upload began, and of uploads that ended
 * while nobody could clear up.
 */
export async function sweepKeptFiles(db: Database, heldLocks: () => Promise<string[]>): Promise<void> {
  // First the rows, then who is at work: a page that begins in between holds its lock already.
  const ids = await keptJobs(db);
  const held = new Set(await heldLocks());
  const jobs = await db.jobs.bulkGet(ids);
  for (const [index, id] of ids.entries()) {
    const job = jobs[index];
    if (!job && !held.has(keepingLock(id))) await db.blobs.bulkDelete(await keptPlaces(db, id));
    if (job?.destination === 'upload' && !isOpen(job.status)) await dropUploaded(db, id);
  }
}

/** Jobs that have pictures kept, one step of the index each. */
async function keptJobs(db: Database): Promise<JobId[]> {
  const ids: JobId[] = [];
  const next = (after: JobId | undefined) =>
    (after === undefined ? db.blobs.orderBy('[jobId+seq+n]') : db.blobs.where('[jobId+seq+n]').above([after, [], []]))
      .limit(1)
      .primaryKeys();
  for (let [key] = await next(undefined); key; [key] = await next(ids.at(-1))) ids.push(key[0]);
  return ids;
}
