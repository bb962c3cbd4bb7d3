import Dexie from 'dexie';
import type { DiskPlan } from '../core/disk';
import type { JobId } from '../core/ids';
import type { Job } from '../core/job';
import { type Settings, settings as settingsSchema } from '../core/settings';
import type { Database } from './db';

/** What jobs to disk need beside their rows. */
export type DiskJobs = {
  /** How a job started now saves. */
  plan(): DiskPlan;
  /** Pictures that were fetched and are in no archive, by line. */
  waiting(id: JobId): Promise<{ seq: number; numbers: number[] }[]>;
  /** Forgets everything kept for a job; files already saved stay. */
  forget(id: JobId): Promise<void>;
  /** Forgets what is kept for a job that has ended well; what failed may be asked for again. */
  ended(job: Job): Promise<void>;
  /** Forgets what is kept for jobs that will not ask for it again: the worker died before it could clear up. */
  sweep(): Promise<void>;
};

type Deps = {
  db: Database;
  settings: () => Settings;
  /** Deletes archives by their names; all are listed before the first question. */
  deleteArchives: (isChosen: (name: string) => Promise<boolean>) => Promise<void>;
};

/** The beginning of its job's id in the name of an archive or a list. */
const markIn = (archive: string): string | undefined =>
  /-([0-9a-f]{8})(?:-part-\d+)?\.(?:zip|json|csv)/.exec(archive)?.[1];

const isOverForGood = (job: Job | undefined): boolean =>
  !job || job.status === 'cancelled' || job.status === 'completed';

/** Plans and clears up after jobs that save to disk. */
export function createDiskJobs({ db, settings, deleteArchives }: Deps): DiskJobs {
  async function forget(id: JobId) {
    await db.transaction('rw', db.blobs, db.fileNames, db.saves, async () => {
      await picturesOf(db, id).delete();
      await db.fileNames.where('[jobId+path]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
      await db.saves.where('key').startsWith(`${id}/`).delete();
    });
    await deleteArchives(async (name) => markIn(name) === id.slice(0, 8));
  }

  return {
    plan() {
      // Settings stored by an older version lack these fields.
      const { diskMode: mode, diskTemplate: template, diskPartMb: partMb } = settingsSchema.parse(settings());
      return { mode, template, partMb };
    },

    async waiting(id) {
      const places = await picturesOf(db, id).primaryKeys();
      const lines = new Map<number, number[]>();
      for (const [, seq, n] of places) lines.set(seq, [...(lines.get(seq) ?? []), n]);
      return [...lines].map(([seq, numbers]) => ({ seq, numbers }));
    },

    forget,

    async ended(job) {
      if (job.destination === 'disk' && isOverForGood(job)) await forget(job.id);
    },

    async sweep() {
      // Jobs are read last: one that starts meanwhile has its row before anything is kept for it.
      const ids = await keepers(db);
      const jobs = await db.jobs.bulkGet(ids);
      for (const [at, id] of ids.entries()) if (isOverForGood(jobs[at])) await forget(id);
      await deleteArchives(async (name) => {
        const owner = await db.jobs
          .where('id')
          .startsWith(markIn(name) ?? '-')
          .first();
        return isOverForGood(owner);
      });
    },
  };
}

const picturesOf = (db: Database, id: JobId) =>
  db.blobs.where('[jobId+seq+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]);

/**
 * Jobs for which something is kept, one step of the index each. All have names of files: those are written first and
 * forgotten together with the rest.
 */
async function keepers(db: Database): Promise<JobId[]> {
  const ids: JobId[] = [];
  for (let after: unknown[] = []; ; after = [ids.at(-1), Dexie.maxKey]) {
    const [key] = await db.fileNames.where('[jobId+path]').above(after).limit(1).primaryKeys();
    if (!key) return ids;
    ids.push(key[0]);
  }
}
