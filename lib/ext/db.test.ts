import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { store as storeSchema } from '../core/store';
import { Database } from './db';
import { readReasons } from './read-items';
import { exportedJob, storedPicture } from './testing/exported-job';

/** What each released version added. */
const released: Record<string, string>[] = [
  {
    stores: 'id, createdAt',
    secrets: 'name',
    keys: 'name',
    jobs: 'id, createdAt, status, storeId',
    items: '[jobId+seq], [jobId+status]',
    tasks: 'id, [jobId+kind+state+runAt]',
  },
  { pushes: '[jobId+seq], [storeId+productId+createdAt], state' },
];

/** A store as it was before it could have a way of its own to Ozon. */
const shop = { id: 'shop', name: 'Shop', clientId: '1', keyHint: '5678', createdAt: 1, check: null, checkError: null };

/** A database as a version left it, with rows of that time. */
async function openOld(name: string, version: number) {
  const old = new Dexie(name);
  for (const [index, tables] of released.slice(0, version).entries()) old.version(index + 1).stores(tables);
  const line = { jobId: exportedJob, productId: null, offerId: null, sku: null, urls: [] };
  const counts = { totalImages: 0, successImages: 0, failedImages: 0 };
  await old.table('items').bulkAdd([
    { ...line, ...counts, seq: 0, article: 'a', status: 'success', error: null },
    { ...line, ...counts, seq: 1, article: 'b', status: 'failed', error: { code: 'product.not_found', params: {} } },
  ]);
  await old.table('tasks').add(storedPicture(0, 1));
  await old.table('stores').add(shop);
  old.close();
}

it.each([2])('opens a database of version %i with everything in it', async (version) => {
  await openOld(`version-${version}`, version);
  const db = new Database(`version-${version}`);
  expect(await db.items.count()).toBe(2);
  expect(await db.tasks.toArray()).toEqual([storedPicture(0, 1)]);
  expect((await db.stores.toArray()).map((row) => storeSchema.parse(row))).toEqual([shop]);
  expect(await readReasons(db, exportedJob)).toEqual([{ error: { code: 'product.not_found', params: {} }, count: 1 }]);
  expect(await readReasons(db, jobId.parse('other'))).toEqual([]);
  expect(await db.stored.count()).toBe(0);
  expect(await db.uploads.count()).toBe(0);
});
