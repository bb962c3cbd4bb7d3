import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { jobId, storeId } from '../core/ids';
import { newTaskRow, type Task } from '../core/task';
import { copyImageTask } from '../pipeline/copy-image';
import { planJob } from '../pipeline/plan-job';
import { Database } from './db';
import { readJobResult, readLinks } from './read-job';

const id = jobId.parse('job');

const stored = (seq: number, n: number): Task => ({
  ...newTaskRow(copyImageTask(id, { seq, article: 'a', n, url: 'https://cdn/1.jpg' }), id, 0),
  state: 'done',
  output: { key: 'k', publicUrl: `https://public/${seq}/${n}`, etag: null, size: 1, sha256: '', contentType: '' },
});

async function databaseWith(tasks: Task[]) {
  const db = new Database(`read-job-${tasks.length}`);
  const request = { storeId: storeId.parse('store-1'), field: 'offer_id', destination: 'cloud' } as const;
  const { job, items } = planJob(id, { ...request, articles: ['a', 'b', 'c'] }, 1);
  await db.jobs.add(job);
  await db.items.bulkAdd(items);
  await db.tasks.bulkAdd(tasks);
  return db;
}

it('lists stored pictures by line and picture, without those that are not stored', async () => {
  const failed: Task = { ...stored(0, 3), state: 'failed', output: null };
  const db = await databaseWith([stored(2, 1), stored(0, 10), stored(0, 2), failed, stored(0, 1)]);
  const { items } = await readJobResult(db, id);
  expect(items.map(({ urls }) => urls)).toEqual([
    ['https://public/0/1', 'https://public/0/2', 'https://public/0/10'],
    [],
    ['https://public/2/1'],
  ]);
  expect(await readLinks(db, id)).toHaveLength(4);
});

it('says that a job is gone', async () => {
  await expect(readJobResult(await databaseWith([]), jobId.parse('gone'))).rejects.toMatchObject({
    code: 'job.not_found',
  });
});
