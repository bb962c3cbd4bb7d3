import Dexie from 'dexie';
import type { DiskPlan } from '../core/disk';
import type { JobId } from '../core/ids';
import { type Settings, settings as settingsSchema } from '../core/settings';
import type { Database } from './db';

/** What jobs to disk need beside their rows. */
export type DiskJobs = {
  /** How a job started now saves. */
  plan(): DiskPlan;
  /** Forgets everything kept for a job; files already saved stay. */
  forget(id: JobId): Promise<void>;
};

type Deps = { db: Database; settings: () => Settings; deleteArchives: (part: string) => Promise<void> };

/** Plans and clears up after jobs that save to disk. */
export function createDiskJobs({ db, settings, deleteArchives }: Deps): DiskJobs {
  return {
    plan() {
      // Settings stored by an older version lack these fields.
      const { diskMode: mode, diskTemplate: template, diskPartMb: partMb } = settingsSchema.parse(settings());
      return { mode, template, partMb };
    },

    async forget(id) {
      await db.transaction('rw', db.blobs, db.fileNames, db.saves, async () => {
        await db.blobs.where('[jobId+seq+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
        await db.fileNames.where('[jobId+path]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
        await db.saves.where('key').startsWith(`${id}/`).delete();
      });
      await deleteArchives(id.slice(0, 8));
    },
  };
}
