import type { Job } from '../core/job';
import type { Missing } from './shelf';
import type { PackedPicture } from './zip-part';

type ManifestFile = { name: string; input: string; lastModified: Date };

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

/**
 * What lies in an archive, for people (CSV) and programs (JSON): the true articles behind file names, addresses, hashes,
 * and what could not be had. Written last, when all of that is known.
 */
export async function* manifestFiles(
  job: Job,
  part: number,
  { packed }: { packed: readonly PackedPicture[] },
  missing: AsyncIterable<Missing> | undefined,
): AsyncGenerator<ManifestFile> {
  const failed: Row[] = [];
  if (missing) for await (const one of missing) failed.push(missingRow(one));
  const pictures = packed.map(pictureRow);
  const created_at = new Date(job.createdAt).toISOString();
  const json = JSON.stringify({ job: job.id, created_at, part, pictures, failed }, null, 1);
  const lastModified = new Date();
  yield { name: 'manifest.json', input: json, lastModified };
  yield { name: 'manifest.csv', input: csvOf([...pictures, ...failed]), lastModified };
}

function pictureRow({ item, path, n, url, sha256, size }: PackedPicture): Row {
  const ids = { article: item.article, product_id: item.productId, offer_id: item.offerId, sku: item.sku };
  return { file: path, ...ids, number: n, source_url: url, sha256: hexOf(sha256), size, error: null };
}

const missingRow = ({ article, number, url, error }: Missing): Row => ({
  ...{ file: null, article, product_id: null, offer_id: null, sku: null },
  ...{ number, source_url: url, sha256: null, size: null, error: error.code },
});

const hexOf = (base64: string) =>
  [...atob(base64)].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** With the mark by which spreadsheets know UTF-8; no cell is a formula. */
const csvOf = (rows: Row[]): string =>
  `\uFEFF${[columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(cellOf).join(','))
    .join('\r\n')}\r\n`;

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const plain = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return `"${plain.replaceAll('"', '""')}"`;
}
