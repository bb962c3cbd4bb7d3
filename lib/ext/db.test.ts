import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { Database } from './db';
import { readReasons } from './read-items';
import { exportedJob, storedPicture } from './testing/exported-job';

/** A database as version 2 left it, with rows of that time. */
async function openVersion2(name: string) {
  const old = new Dexie(name);
  old.version(1).stores({
    stores: 'id, createdAt',
    secrets: 'name',
    keys: 'name',
    jobs: 'id, createdAt, status, storeId',
    items: '[jobId+seq], [jobId+status]',
    tasks: 'id, [jobId+kind+state+runAt]',
  });
  old.version(2).stores({ pushes: '[jobId+seq], [storeId+productId+createdAt], state' });
  const line = { jobId: exportedJob, productId: null, offerId: null, sku: null, urls: [] };
  const counts = { totalImages: 0, successImages: 0, failedImages: 0 };
  await old.table('items').bulkAdd([
    { ...line, ...counts, seq: 0, article: 'a', status: 'success', error: null },
    { ...line, ...counts, seq: 1, article: 'b', status: 'failed', error: { code: 'product.not_found', params: {} } },
  ]);
  await old.table('tasks').add(storedPicture(0, 1));
  old.close();
}

it('opens a database of version 2 with everything in it', async () => {
  await openVersion2('version-2');
  const db = new Database('version-2');
  expect(await db.items.count()).toBe(2);
  expect(await db.tasks.toArray()).toEqual([storedPicture(0, 1)]);
  expect(await readReasons(db, exportedJob)).toEqual([{ error: { code: 'product.not_found', params: {} }, count: 1 }]);
  expect(await readReasons(db, jobId.parse('other'))).toEqual([]);
  expect(await db.stored.count()).toBe(0);
});
