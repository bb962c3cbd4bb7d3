import 'fake-indexeddb/auto';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../core/task';
import { databaseWith, exportedJob as id, storedPicture as stored } from '../testing/exported-job';
import { csvFile } from './csv';
import { xlsxFile } from './xlsx';

const failed: Task = { ...stored(0, 2), state: 'failed', output: null, error: { code: 'cdn.not_found', params: {} } };

async function rawCsv(...given: Parameters<typeof databaseWith>) {
  const bytes = new Uint8Array(await (await csvFile(await databaseWith(...given), id)).arrayBuffer());
  return { bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

async function rowsOf(...given: Parameters<typeof databaseWith>) {
  const { text } = await rawCsv(...given);
  const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe('csvFile', () => {
  it('has a row for each picture, and one for a line without any', async () => {
    const rows = await rowsOf([stored(0, 1), failed, stored(2, 1)]);
    expect(
      rows.map(({ article, picture, picture_status, url, error }) => [article, picture, picture_status, url, error]),
    ).toEqual([
      ['a', '1', 'success', 'https://public/0/1', ''],
      ['a', '2', 'failed', '', 'cdn.not_found'],
      ['b', '', '', '', ''],
      ['c', '1', 'success', 'https://public/2/1', ''],
    ]);
    expect(rows[0]).toMatchObject({
      source_url: 'https://cdn/1.jpg',
      size_bytes: '7',
      content_type: 'image/jpeg',
      sha256: 's',
    });
  });

  it('begins with the mark of UTF-8 and keeps letters of every script', async () => {
    const { bytes, text } = await rawCsv([], { articles: ['Кружка', '蓝色杯子', 'fun🎁box'] });
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text).toContain('\r\n"蓝色杯子",');
  });

  it.each(['=1+1', '+7', '-5', '@SUM(A1)', '\t=1', '\r=1', '=1\n+2', '＝1'])(
    'makes no formula of %j',
    async (article) => {
      const [row] = await rowsOf([], { articles: [article] });
      expect(row?.article).toBe(`'${article}`);
    },
  );

  it('keeps quotes, separators, line breaks and zeros', async () => {
    const articles = ["12\" кабель, 'витой'", 'a;b\tc', 'two\nlines', '0953', '00000000000000000001'];
    expect((await rowsOf([], { articles })).map(({ article }) => article)).toEqual(articles);
    expect((await rawCsv([], { articles: ['0953'] })).text).toContain('"0953"');
  });

  it('gives the sources of a links job', async () => {
    const change = <T extends object>(item: T) => ({ ...item, urls: ['https://cdn/1', 'https://cdn/2'] });
    const rows = await rowsOf([], { articles: ['a'], destination: 'links', change });
    expect(rows.map(({ picture, url, source_url }) => [picture, url, source_url])).toEqual([
      ['1', 'https://cdn/1', 'https://cdn/1'],
      ['2', 'https://cdn/2', 'https://cdn/2'],
    ]);
  });

  it('says why a line has no pictures', async () => {
    const change = <T extends object>(item: T) => ({
      ...item,
      status: 'failed' as const,
      error: { code: 'product.not_found' as const, params: {} },
    });
    expect(await rowsOf([], { articles: ['a'], change })).toMatchObject([
      { status: 'failed', error: 'product.not_found' },
    ]);
  });
});

describe('xlsxFile', () => {
  it('has a sheet of pictures and one of totals, articles as text', async () => {
    const { readSheet } = await import('read-excel-file/node');
    const articles = ['0953', '=1+1', '00000000000000000001'];
    const blob = await xlsxFile(await databaseWith([stored(0, 1), failed], { articles }), id);
    const file = Buffer.from(await blob.arrayBuffer());
    const [head, ...rows] = await readSheet(file, 'Pictures');
    expect(head?.slice(0, 2)).toEqual(['article', 'product_id']);
    expect(rows.map(([article, , , , status, picture]) => [article, status, picture])).toEqual([
      ['0953', 'pending', 1],
      ['0953', 'pending', 2],
      ['=1+1', 'pending', null],
      ['00000000000000000001', 'pending', null],
    ]);
    const totals = Object.fromEntries((await readSheet(file, 'Totals')).map(([name, value]) => [name, value]));
    expect(totals).toMatchObject({ total_articles: 3, success_images: 0, status: 'pending', execution_time_ms: 0 });
  });

  it('refuses what would not fit into memory', async () => {
    const db = await databaseWith([stored(0, 1), failed]);
    await expect(xlsxFile(db, id, 3)).rejects.toMatchObject({ code: 'export.too_long', params: { max: 3 } });
    await expect(xlsxFile(db, id, 4)).resolves.toBeInstanceOf(Blob);
  });
});
