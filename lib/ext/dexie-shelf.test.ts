import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { emptyItem } from '../core/job';
import { newTaskRow } from '../core/task';
import { keepImageTask } from '../pipeline/keep-image';
import { createMemoryShelf, job } from '../pipeline/testing/memory-shelf';
import { Database } from './db';
import { createDexieShelf, diskFullOf } from './dexie-shelf';

let opened = 0;

/** A shelf with `lines` lines of a job, every second one with two pictures. */
async function shelfWith(lines: number) {
  opened += 1;
  const db = new Database(`shelf-${opened}`);
  const shelf = createDexieShelf(db);
  const memory = createMemoryShelf(Array.from({ length: lines }, (_, seq) => ({ pictures: seq % 2 === 0 ? 2 : 0 })));
  await db.jobs.add(memory.job);
  await db.items.bulkAdd(memory.items);
  for (const picture of memory.kept.values()) {
    await shelf.put(job, picture);
    await db.tasks.add({ ...newTaskRow(keepImageTask(job, taskOf(picture)), job, 0), state: 'done' });
  }
  return { db, shelf };
}

const taskOf = ({ seq, n, url, path }: { seq: number; n: number; url: string; path: string }) => ({
  ...{ seq, n, url, article: `art-${seq}`, disk: { path, mode: 'zip' } as const },
});

const placesOf = async (lines: AsyncIterable<{ item: { seq: number }; pictures: { n: number }[] }>) => {
  const places: [number, number[]][] = [];
  for await (const { item, pictures } of lines) places.push([item.seq, pictures.map(({ n }) => n)]);
  return places;
};

describe('dexie shelf', () => {
  it('gives every line of a job in order, over many pages, from any line on', async () => {
    const { shelf } = await shelfWith(250);
    const all = await placesOf(shelf.lines(job, 0));
    expect(all).toHaveLength(250);
    expect(all.slice(98, 102)).toEqual([
      [98, [1, 2]],
      [99, []],
      [100, [1, 2]],
      [101, []],
    ]);
    expect(await placesOf(shelf.lines(job, 247))).toEqual([
      [247, []],
      [248, [1, 2]],
      [249, []],
    ]);
  });

  it('keeps a picture that is put again once', async () => {
    const { db, shelf } = await shelfWith(1);
    const [row] = await db.blobs.toArray();
    if (!row) throw new Error('nothing was kept');
    await shelf.put(job, row);
    expect(await db.blobs.count()).toBe(2);
  });

  it('gives no picture whose task has not settled: it may be fetched again', async () => {
    const { db, shelf } = await shelfWith(3);
    await db.tasks.update(keepImageTask(job, taskOf({ seq: 2, n: 1, url: 'https://c', path: 'x' })).id, {
      state: 'queued',
    });
    expect(await placesOf(shelf.lines(job, 0))).toEqual([
      [0, [1, 2]],
      [1, []],
      [2, [2]],
    ]);
  });

  it('forgets the pictures named, and no others', async () => {
    const { db, shelf } = await shelfWith(7);
    await shelf.drop(job, [
      { seq: 0, numbers: [1, 2] },
      { seq: 2, numbers: [1, 2] },
      { seq: 4, numbers: [1] },
    ]);
    expect((await db.blobs.toArray()).map(({ seq, n }) => [seq, n])).toEqual([
      [4, 2],
      [6, 1],
      [6, 2],
    ]);
  });

  it('names lines and pictures that failed', async () => {
    const { db, shelf } = await shelfWith(1);
    const error = { code: 'cdn.not_found', params: {} } as const;
    const absent = { code: 'product.not_found', params: {} } as const;
    const picture = taskOf({ seq: 0, n: 2, url: 'https://cdn/0/2', path: 'x' });
    await db.tasks.put({ ...newTaskRow(keepImageTask(job, picture), job, 0), state: 'failed', error });
    await db.items.add({ ...emptyItem(job, { seq: 1, article: 'nobody' }), status: 'failed', error: absent });
    const missing = [];
    for await (const one of shelf.missing(job)) missing.push(one);
    expect(missing).toEqual([
      { article: 'nobody', number: null, url: null, error: absent },
      { article: 'art-0', number: 2, url: 'https://cdn/0/2', error },
    ]);
  });

  it('notes the same thing once', async () => {
    const { db, shelf } = await shelfWith(0);
    await shelf.notice(job, { code: 'disk.renamed', params: { asked: 'first' } });
    await shelf.notice(job, { code: 'disk.renamed', params: { asked: 'second' } });
    expect((await db.jobs.get(job))?.notice?.params).toEqual({ asked: 'first' });
  });
});

it('tells a full disk from other failures', () => {
  expect(diskFullOf(new DOMException('', 'QuotaExceededError'))).toMatchObject({ code: 'disk.full' });
  expect(diskFullOf(Object.assign(new Error(), { inner: { name: 'x' } }))).toBeUndefined();
  const wrapped = Object.assign(new Error('AbortError'), { inner: new DOMException('', 'QuotaExceededError') });
  expect(diskFullOf(wrapped)).toMatchObject({ code: 'disk.full' });
});
