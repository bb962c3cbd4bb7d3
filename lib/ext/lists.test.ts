import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { emptyItem } from '../core/job';
import { Database } from './db';
import { deleteLines, listRows, readArticles, readPlaces, readRange } from './lists';

const id = jobId.parse('job');
const other = jobId.parse('job-2');
const articles = Array.from({ length: 2500 }, (_, seq) => `a${seq}`);
const line = (seq: number, article = `a${seq}`, job = id) => emptyItem(job, { seq, article });
const found = (seq: number) => ({ ...line(seq), productId: `p${seq}` });

let db: Database;
let opened = 0;

beforeEach(async () => {
  opened += 1;
  db = new Database(`lists-${opened}`);
  await db.lists.bulkAdd([...listRows(id, articles), ...listRows(other, ['x'])]);
});

describe('a list', () => {
  it('of 2500 lines is three rows', async () => {
    expect(await db.lists.where({ jobId: id }).count()).toBe(3);
    expect(await db.items.count()).toBe(0);
  });

  it.each([
    ['its beginning', 0, 3, [0, 1, 2]],
    ['across rows', 998, 1003, [998, 999, 1000, 1001, 1002]],
    ['its end', 2498, 2600, [2498, 2499]],
    ['beyond its end', 2500, 2600, []],
  ])('is read from one place to another: %s', async (_, from, to, places) => {
    expect(await readRange(db, id, from, to)).toEqual(places.map((seq) => line(seq)));
  });

  it('shows what is known of a line, and each line once', async () => {
    await db.items.bulkAdd([found(999), found(1001), line(2500, 'a7')]);
    expect(await readRange(db, id, 998, 1003)).toEqual([line(998), found(999), line(1000), found(1001), line(1002)]);
    expect(await readRange(db, id, 2499, 2600)).toEqual([line(2499), line(2500, 'a7')]);
  });

  it('gives single lines of several jobs', async () => {
    await db.items.add(found(4));
    const read = await readPlaces(db, [
      [id, 4],
      [id, 2400],
      [other, 0],
      [other, 1],
    ]);
    expect(read).toEqual([found(4), line(2400), line(0, 'x', other)]);
  });

  it('is given back as it was, without the lines found under its codes', async () => {
    await db.items.bulkAdd([found(3), line(2500, 'a7')]);
    expect(await readArticles(db, id)).toEqual(articles);
  });

  it('of an older version, a row a line, is read all the same', async () => {
    const old = jobId.parse('old');
    await db.items.bulkAdd([line(0, 'a', old), line(1, 'b', old), line(2, 'a', old)]);
    expect(await readArticles(db, old)).toEqual(['a', 'b']);
    expect((await readRange(db, old, 1, 100)).map(({ article }) => article)).toEqual(['b', 'a']);
  });

  it('goes with its job', async () => {
    await db.items.add(found(3));
    await db.transaction('rw', db.items, db.lists, () => deleteLines(db, id));
    expect(await readRange(db, id, 0, 2500)).toEqual([]);
    expect(await readRange(db, other, 0, 9)).toEqual([line(0, 'x', other)]);
  });
});
