import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { jobId, offerId } from '../core/ids';
import type { Job } from '../core/job';
import { createMemoryShelf, job } from '../pipeline/testing/memory-shelf';
import { Database } from './db';
import { createNameFiles } from './file-names';

let opened = 0;

async function naming(changes: Partial<Job> = {}) {
  opened += 1;
  const db = new Database(`names-${opened}`);
  await db.jobs.add({ ...createMemoryShelf([]).job, ...changes });
  return { db, nameFiles: createNameFiles(db) };
}

const product = (article: string, productId: string) => ({
  ...{ productId, offerId: offerId.parse(article), skus: [], name: 'Кружка' },
  imageUrls: ['https://c/1', 'https://c/2'],
});

it('gives each picture its place, and remembers it over calls and workers', async () => {
  const { db, nameFiles } = await naming();
  const first = await nameFiles(job, [product('a/b', '1')]);
  expect(first.get('1')).toEqual([
    { path: 'a_b/a_b_1.*', mode: 'zip' },
    { path: 'a_b/a_b_2.*', mode: 'zip' },
  ]);
  const later = await createNameFiles(db)(job, [product('a_b', '2'), product('a/b', '1')]);
  expect(later.get('2')?.[0]?.path).toBe('a_b-2/a_b-2_1.*');
  expect(later.get('1')).toEqual(first.get('1'));
});

it('keeps the names of jobs apart', async () => {
  const { db, nameFiles } = await naming();
  const other = { ...createMemoryShelf([]).job, id: jobId.parse('other') };
  await db.jobs.add(other);
  await nameFiles(job, [product('a/b', '1')]);
  expect((await nameFiles(other.id, [product('a_b', '2')])).get('2')?.[0]?.path).toBe('a_b/a_b_1.*');
});

it('refuses a job that does not save to disk', async () => {
  const { db, nameFiles } = await naming();
  const { disk: _, ...links } = createMemoryShelf([]).job;
  await db.jobs.put(links);
  await expect(nameFiles(job, [])).rejects.toMatchObject({ code: 'job.not_found' });
});
