import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { Item } from '../core/job';
import { readItems, readReasons } from './read-items';
import { databaseWith, exportedJob as id } from './testing/exported-job';

const failedBy = (item: Item, code: 'cdn.not_found' | 'product.not_found' | 'cdn.refused'): Item => ({
  ...item,
  status: 'failed',
  error: { code, params: code === 'cdn.refused' ? { status: 403 } : {} },
});

/** Ten lines: 0, 3, 6, 9 are not found, 1 and 4 are without a picture, 7 is refused, the others are well. */
const change = (item: Item): Item => {
  if (item.seq % 3 === 0) return failedBy(item, 'product.not_found');
  if (item.seq === 7) return failedBy(item, 'cdn.refused');
  if (item.seq % 3 === 1) return failedBy(item, 'cdn.not_found');
  return { ...item, status: 'success', error: item.seq === 2 ? { code: 'product.no_images', params: {} } : null };
};
const lines = () => databaseWith([], { articles: Array.from({ length: 10 }, (_, seq) => `a${seq}`), change });
const places = (items: Item[]) => items.map(({ seq }) => seq);

it('reads a part of all lines, of the failed ones, or of one reason, in the order of the list', async () => {
  const db = await lines();
  expect(places(await readItems(db, id, 'all', 3, 6))).toEqual([3, 4, 5]);
  expect(places(await readItems(db, id, 'failed', 0, 4))).toEqual([0, 1, 3, 4]);
  expect(places(await readItems(db, id, 'failed', 4, 99))).toEqual([6, 7, 9]);
  expect(places(await readItems(db, id, 'product.not_found', 1, 3))).toEqual([3, 6]);
  expect(places(await readItems(db, id, 'cdn.timeout', 0, 9))).toEqual([]);
});

it('counts lines by the reason they failed for, and by no note on a success', async () => {
  expect(await readReasons(await lines(), id)).toEqual([
    { error: { code: 'product.not_found', params: {} }, count: 4 },
    { error: { code: 'cdn.not_found', params: {} }, count: 2 },
    { error: { code: 'cdn.refused', params: { status: 403 } }, count: 1 },
  ]);
});
