import type { z } from 'zod';
import { AppError } from '../../core/app-error';
import type { JobId } from '../../core/ids';
import { planUpload } from '../../pipeline/plan-upload';
import type { Queue } from '../../queue/queue';
import type { Database } from '../db';
import type { messages } from '../messages';
import { keptPlaces } from './kept-files';

type Deps = { db: Database; queue: Queue; now: () => number };

/** Starts the upload of pictures a page has put aside under the job's id. Errors: `store.not_found`, `file.lost`. */
export function createUploads({ db, queue, now }: Deps) {
  return async ({
    id,
    storeId,
    field,
    lines,
  }: z.output<(typeof messages)['push.upload']['input']>): Promise<{ id: JobId }> => {
    const { job, items, tasks } = planUpload(id, { storeId, field, lines }, now());
    await db.transaction('rw', db.stores, db.blobs, db.jobs, db.items, db.tasks, async () => {
      if (!(await db.stores.get(storeId))) throw new AppError('store.not_found');
      // A row without its picture would fail much later, after the seller has left.
      const kept = new Set((await keptPlaces(db, id)).map(([, seq, n]) => `${seq} ${n}`));
      const isWhole = lines.every(({ pictures }, seq) =>
        Array.from({ length: pictures }).every((_, index) => kept.has(`${seq} ${index + 1}`)),
      );
      if (!isWhole) throw new AppError('file.lost');
      await db.items.bulkAdd(items);
      await db.tasks.bulkAdd(tasks);
      await db.jobs.add(job);
    });
    void queue.pump();
    return { id };
  };
}
