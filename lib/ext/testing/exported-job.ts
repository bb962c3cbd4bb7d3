import { jobId, storeId } from '../../core/ids';
import type { Item } from '../../core/job';
import { newTaskRow, type Task } from '../../core/task';
import { copyImageTask } from '../../pipeline/copy-image';
import { type JobRequest, planJob } from '../../pipeline/plan-job';
import { Database } from '../db';

export const exportedJob = jobId.parse('job');

/** A picture that was copied to `https://public/<line>/<n>`. */
export const storedPicture = (seq: number, n: number): Task => ({
  ...newTaskRow(copyImageTask(exportedJob, { seq, article: 'a', n, url: 'https://cdn/1.jpg' }), exportedJob, 0),
  state: 'done',
  output: {
    key: 'k',
    publicUrl: `https://public/${seq}/${n}`,
    etag: null,
    size: 7,
    sha256: 's',
    contentType: 'image/jpeg',
  },
});

let opened = 0;

type Options = Partial<Pick<JobRequest, 'articles' | 'destination'>> & { change?: (item: Item) => Item };

/** A database with one job of three lines and these tasks. Needs fake-indexeddb. */
export async function databaseWith(tasks: Task[], { change = (item) => item, ...request }: Options = {}) {
  opened += 1;
  const db = new Database(`exported-job-${opened}`);
  const defaults = { storeId: storeId.parse('store-1'), field: 'offer_id', destination: 'cloud' } as const;
  const { job, items } = planJob(exportedJob, { ...defaults, articles: ['a', 'b', 'c'], ...request }, 1);
  await db.jobs.add(job);
  await db.items.bulkAdd(items.map(change));
  await db.tasks.bulkAdd(tasks);
  return db;
}
