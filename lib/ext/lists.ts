import Dexie from 'dexie';
import type { JobId } from '../core/ids';
import { emptyItem, type Item } from '../core/job';
import type { Database } from './db';

/** Lines of a list nothing is known of yet: many share a row, until the first change of each writes its own. */
export type ListRow = { jobId: JobId; from: number; articles: string[] };

const linesPerRow = 1000;
const rowStart = (seq: number) => seq - (seq % linesPerRow);

/** The rows of a new list. A row per line would keep a seller with 100 000 lines waiting for half a minute. */
export function listRows(jobId: JobId, articles: string[]): ListRow[] {
  const rows: ListRow[] = [];
  for (let from = 0; from < articles.length; from += linesPerRow)
    rows.push({ jobId, from, articles: articles.slice(from, from + linesPerRow) });
  return rows;
}

const untouched = ({ jobId, from, articles }: ListRow): Item[] =>
  articles.map((article, at) => emptyItem(jobId, { seq: from + at, article }));

const listOf = (db: Database, id: JobId, from: number, to: number) =>
  db.lists.where('[jobId+from]').between([id, rowStart(from)], [id, to]);

/** Lines of a job from place `from` to before `to`, in list order. */
export async function readRange(db: Database, id: JobId, from: number, to: number): Promise<Item[]> {
  const known = await db.items.where('[jobId+seq]').between([id, from], [id, to]).toArray();
  if (known.length === to - from) return known;
  const list = await listOf(db, id, from, to).toArray();
  const places = new Set(known.map(({ seq }) => seq));
  const others = list.flatMap(untouched).filter(({ seq }) => seq >= from && seq < to && !places.has(seq));
  return [...known, ...others].sort((a, b) => a.seq - b.seq);
}

/** The lines at those places, as far as they are there. */
export async function readPlaces(db: Database, places: [JobId, number][]): Promise<Item[]> {
  const known = (await db.items.bulkGet(places)).filter((item) => item !== undefined);
  if (known.length === places.length) return known;
  const keys = new Map(places.map(([id, seq]) => [`${id}/${rowStart(seq)}`, [id, rowStart(seq)] as [JobId, number]]));
  const list = (await db.lists.bulkGet([...keys.values()])).filter((row) => row !== undefined);
  const wanted = new Set(places.map(([id, seq]) => `${id}/${seq}`));
  for (const { jobId, seq } of known) wanted.delete(`${jobId}/${seq}`);
  return [...known, ...list.flatMap(untouched).filter(({ jobId, seq }) => wanted.has(`${jobId}/${seq}`))];
}

/** The list as it was given, each article once. Lines a job found later under one code of it do not count. */
export async function readArticles(db: Database, id: JobId): Promise<string[]> {
  const list = await listOf(db, id, 0, Number.MAX_SAFE_INTEGER).toArray();
  const articles = new Set(list.flatMap((row) => row.articles));
  // Lists of older versions have a row per line only.
  if (list.length === 0)
    await db.items
      .where('[jobId+seq]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .each(({ article }) => void articles.add(article));
  return [...articles];
}

/** Deletes the lines of a job. */
export async function deleteLines(db: Database, id: JobId): Promise<void> {
  await db.items.where('[jobId+seq]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
  await db.lists.where('[jobId+from]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
}
