import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { jsonFile } from './export/json';
import { readJob, readLines, readLinks } from './read-job';
import { databaseWith, exportedJob as id, storedPicture as stored } from './testing/exported-job';

const jsonOf = async (file: Promise<Blob>) => JSON.parse(await (await file).text());

it('lists stored pictures by line and picture, without those that are not stored', async () => {
  const failed = { ...stored(0, 3), state: 'failed' as const, output: null };
  const db = await databaseWith([stored(2, 1), stored(0, 10), stored(0, 2), failed, stored(0, 1)]);
  const { items } = await jsonOf(jsonFile(db, id));
  expect(items.map(({ urls }: { urls: string[] }) => urls)).toEqual([
    ['https://public/0/1', 'https://public/0/2', 'https://public/0/10'],
    [],
    ['https://public/2/1'],
  ]);
  expect(await readLinks(db, id)).toHaveLength(4);
});

it('gives the same lines with their pictures in pages of any size', async () => {
  const db = await databaseWith([stored(2, 1), stored(0, 1), stored(0, 2)]);
  const job = await readJob(db, id);
  for (const size of [1, 2, 3, 1000]) {
    const pages = [];
    for await (const page of readLines(db, job, size)) pages.push(page);
    expect(pages).toHaveLength(Math.ceil(3 / size));
    expect(pages.flat().map(({ item, pictures }) => [item.article, pictures.length])).toEqual([
      ['a', 2],
      ['b', 0],
      ['c', 1],
    ]);
  }
});

it('writes JSON with the counts before and the time after the items', async () => {
  const db = await databaseWith([stored(0, 1)]);
  const text = await (await jsonFile(db, id)).text();
  expect(JSON.stringify(JSON.parse(text), null, 2)).toBe(text.trimEnd());
  expect(Object.keys(JSON.parse(text))).toEqual([
    'total_articles',
    'processed',
    'total_images',
    'success_images',
    'failed_images',
    'items',
    'execution_time_ms',
  ]);
});

it('says that a job is gone', async () => {
  const gone = jobId.parse('gone');
  await expect(readLinks(await databaseWith([]), gone)).rejects.toMatchObject({ code: 'job.not_found' });
});
