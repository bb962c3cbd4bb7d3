import { type Unzipped, unzipSync, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/universal';
import { AppError } from '../../core/app-error';

/** All parts of a spreadsheet unpacked, bytes: more is no list of articles, or made to fill the memory. */
const mostUnpackedBytes = 512 * 1024 * 1024;
/** Rows of one workbook: with many more the reader takes minutes and then fails. CSV has no such limit. */
const mostRows = 300_000;
const sheetPath = /^xl\/worksheets\/.*\.xml$/;

/**
 * The first sheet with anything in it, cells as text: formulas by their stored results, of merged cells the first.
 * Its name is null where it is the only sheet. Errors: `file.unreadable`, `file.too_large`, `file.too_many_rows`.
 */
export async function readSheet(file: Blob): Promise<{ rows: string[][]; sheet: string | null }> {
  const stored = storedAnew(new Uint8Array(await file.arrayBuffer()));
  // Numbers stay as the file writes them: an SKU is an id, not a quantity.
  const sheets = await readWorkbook(stored, { parseNumber: (written) => written }).catch((cause: unknown) => {
    throw new AppError('file.unreadable', { cause });
  });
  const tables = sheets.map(({ sheet, data }) => ({ sheet, rows: data.map((row) => row.map(textOf)) }));
  const first = tables.find(({ rows }) => rows.some((row) => row.some((cell) => cell !== '')));
  return { rows: first?.rows ?? [], sheet: first && tables.length > 1 ? first.sheet : null };
}

/**
 * The parts that matter, unpacked. The reader would unpack large ones in workers made from text, which an extension may
 * not start; it would then wait for them forever.
 */
function storedAnew(bytes: Uint8Array): ArrayBuffer {
  let unpacked = 0;
  const parts = unzipped(bytes, (name, size) => {
    if (!/\.xml(?:\.rels)?$/.test(name)) return false;
    unpacked += size;
    if (unpacked > mostUnpackedBytes) throw new AppError('file.too_large', { params: { limitMb: 512 } });
    return true;
  });
  const rows = sheetsOf(parts).reduce((sum, sheet) => sum + countTags(sheet, 'row'), 0);
  if (rows > mostRows) throw new AppError('file.too_many_rows', { params: { max: mostRows } });
  return new Uint8Array(zipSync(parts, { level: 0 })).buffer;
}

/** Whether cells hold formulas: what programs other than Excel write may lack their results. Errors: `file.unreadable`. */
export async function hasFormulas(file: Blob): Promise<boolean> {
  const parts = unzipped(new Uint8Array(await file.arrayBuffer()), (name) => sheetPath.test(name));
  return sheetsOf(parts).some((sheet) => countTags(sheet, 'f', 1) > 0);
}

const sheetsOf = (parts: Unzipped): Uint8Array[] =>
  Object.entries(parts).flatMap(([path, part]) => (sheetPath.test(path) ? [part] : []));

/** How many elements of this name begin, up to `most`; found in the bytes, for text of this size fits no string. */
function countTags(xml: Uint8Array, name: string, most = Number.POSITIVE_INFINITY): number {
  const signs = new TextEncoder().encode(name);
  let count = 0;
  for (let at = xml.indexOf(0x3c); at >= 0 && count < most; at = xml.indexOf(0x3c, at + 1)) {
    const isNamed = signs.every((sign, n) => xml[at + 1 + n] === sign);
    // A space, `>` or `/` ends the name.
    if (isNamed && [0x20, 0x3e, 0x2f].includes(xml[at + 1 + signs.length] ?? 0)) count += 1;
  }
  return count;
}

function unzipped(bytes: Uint8Array, wants: (name: string, size: number) => boolean): Unzipped {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => wants(name, originalSize) });
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('file.unreadable', { cause: thrown });
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '');
  const text = String(cell).trim();
  return /^-?\d(?:\.\d+)?E\+\d+$/i.test(text) ? BigInt(Number(text)).toString() : text;
}
