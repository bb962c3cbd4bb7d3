import Dexie from 'dexie';
import { AppError } from '../core/app-error';
import type { JobId } from '../core/ids';
import { storedImage } from '../pipeline/copy-image';
import { type JobResult, jobResult } from '../pipeline/job-result';
import type { Database } from './db';

/** Public addresses of stored pictures by line, each in picture order. */
async function readUrls(db: Database, id: JobId): Promise<Map<number, string[]>> {
  const urls = new Map<number, string[]>();
  // Ids sort by line and picture number, so the order of reading is the order of the pictures.
  await db.tasks
    .where('id')
    .startsWith(`${id}/image/`)
    .each((task) => {
      const stored = storedImage.safeParse(task.output);
      if (task.state !== 'done' || !stored.success) return;
      const seq = Number(task.id.split('/')[2]);
      urls.set(seq, [...(urls.get(seq) ?? []), stored.data.publicUrl]);
    });
  return urls;
}

/** The whole result of a job (product.md C8). */
export async function readJobResult(db: Database, id: JobId): Promise<JobResult> {
  const job = await db.jobs.get(id);
  if (!job) throw new AppError('job.not_found');
  const items = await db.items.where('[jobId+seq]').between([id, Dexie.minKey], [id, Dexie.maxKey]).toArray();
  const urls = await readUrls(db, id);
  return jobResult(job, items, (seq) => urls.get(seq) ?? [], Date.now());
}

/** Every address of a job in the order of its list: stored ones, or the sources of a links-only job. */
export async function readLinks(db: Database, id: JobId): Promise<string[]> {
  return (await readJobResult(db, id)).items.flatMap((item) => item.urls);
}
