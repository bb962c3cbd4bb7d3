import type { Job } from '../core/job';
import type { Missing, SavedPicture } from './shelf';

const columns = [
  'file',
  'article',
  'product_id',
  'offer_id',
  'sku',
  'number',
  'source_url',
  'sha256',
  'size',
  'error',
] as const;
type Row = Record<(typeof columns)[number], string | number | null>;

/** What a manifest tells, each read as often as it is asked for. */
export type Listed = {
  pictures: () => AsyncIterable<SavedPicture> | Iterable<SavedPicture>;
  missing: () => AsyncIterable<Missing> | Iterable<Missing>;
};

type Head = Pick<Job, 'id' | 'createdAt'> & { part: number };

/**
 * What was saved, for programs: the true articles behind file names, addresses, hashes, and what could not be had. In
 * pieces: a list may be longer than a text can be.
 */
export async function* manifestJson({ id, createdAt, part }: Head, { pictures, missing }: Listed) {
  const created = JSON.stringify(new Date(createdAt).toISOString());
  yield `{"job":${JSON.stringify(id)},"created_at":${created},"part":${part},\n"pictures":[`;
  yield* jsonRows(pictures(), pictureRow);
  yield '],\n"failed":[';
  yield* jsonRows(missing(), missingRow);
  yield ']}\n';
}

/** The same for people: with the mark by which spreadsheets know UTF-8, and no cell is a formula. */
export async function* manifestCsv({ pictures, missing }: Listed): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(columns)}`;
  for await (const picture of pictures()) yield csvRow(pictureRow(picture));
  for await (const one of missing()) yield csvRow(missingRow(one));
}

async function* jsonRows<T>(all: AsyncIterable<T> | Iterable<T>, rowOf: (one: T) => Row): AsyncGenerator<string> {
  let before = '\n';
  for await (const one of all) {
    yield `${before}${JSON.stringify(rowOf(one))}`;
    before = ',\n';
  }
}

function pictureRow({ item, path, n, url, sha256, size }: SavedPicture): Row {
  const ids = { article: item.article, product_id: item.productId, offer_id: item.offerId, sku: item.sku };
  return { file: path, ...ids, number: n, source_url: url, sha256: hexOf(sha256), size, error: null };
}

const missingRow = ({ article, number, url, error }: Missing): Row => ({
  ...{ file: null, article, product_id: null, offer_id: null, sku: null },
  ...{ number, source_url: url, sha256: null, size: null, error: error.code },
});

const hexOf = (base64: string) =>
  [...atob(base64)].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const csvLine = (cells: readonly (string | number | null)[]) => `${cells.map(cellOf).join(',')}\r\n`;
const csvRow = (row: Row) => csvLine(columns.map((column) => row[column]));

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const plain = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return `"${plain.replaceAll('"', '""')}"`;
}
