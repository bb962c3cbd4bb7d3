import { AppError } from '../../core/app-error';
import { type ChosenColumn, chooseColumn } from '../../core/article-column';
import { type ArticleFile, type ArticleFileChoice, mostSheetBytes, mostTextBytes } from '../../core/article-file';
import { hasFormulas, readSheet } from './read-sheet';
import { openTextTable } from './read-text';

/** Rows by which the column is found. */
const rowsToJudge = 50;

type Table = {
  rows: () => Iterable<string[][]> | AsyncIterable<string[][]>;
  sheet: string | null;
  isWorkbook: boolean;
};

/**
 * The articles of a text file, a CSV table or a spreadsheet (XLSX), with the column they stand in; none when nothing
 * tells which column that is. Values stay text. Errors: `file.*`, each with what the seller can do.
 */
export async function readArticleFile(file: Blob, name: string, choice: ArticleFileChoice): Promise<ArticleFile> {
  const { rows, sheet, isWorkbook } = await openTable(file, name);
  const first: string[][] = [];
  for await (const part of rows()) {
    first.push(...part.slice(0, rowsToJudge - first.length));
    if (first.length >= rowsToJudge) break;
  }
  const { columns, chosen, firstRow } = chooseColumn(first, choice);
  if (columns.length === 0) throw new AppError('file.empty');
  const lines = chosen === null ? [] : await cellsOf(rows(), { chosen, firstRow });
  if (chosen !== null && lines.every((line) => line === ''))
    throw new AppError(isWorkbook && (await hasFormulas(file)) ? 'file.formulas' : 'file.empty');
  return { columns, chosen, text: lines.join('\n').trimEnd(), sheet };
}

async function openTable(file: Blob, name: string): Promise<Table> {
  if (file.size === 0) throw new AppError('file.empty');
  const start = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const kind = kindOf(start);
  if (kind === 'other') throw new AppError('file.not_xlsx');
  const most = kind === 'zip' ? mostSheetBytes : mostTextBytes;
  if (file.size > most) throw new AppError('file.too_large', { params: { limitMb: most / 1024 / 1024 } });
  if (kind === 'zip') {
    const { rows, sheet } = await readSheet(file);
    return { rows: () => [rows], sheet, isWorkbook: true };
  }
  // Other programs write text tables under Excel's names.
  const { rows } = await openTextTable(file, { isList: !/\.(?:csv|tsv|xlsx?)$/i.test(name) });
  return { rows, sheet: null, isWorkbook: false };
}

/** What a file is by its first bytes. `other`: old Excel, a spreadsheet with a password, a page saved as a table. */
function kindOf(start: Uint8Array): 'zip' | 'other' | 'text' {
  const signs = String.fromCharCode(...start);
  if (signs.startsWith('PK\x03\x04')) return 'zip';
  const isMarkup = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|head|meta)/i.test(signs);
  return signs.startsWith('\xd0\xcf\x11\xe0') || isMarkup || signs.startsWith('%PDF') ? 'other' : 'text';
}

type Place = Pick<ChosenColumn, 'firstRow'> & { chosen: number };

async function cellsOf(rows: ReturnType<Table['rows']>, { chosen, firstRow }: Place): Promise<string[]> {
  const cells: string[] = [];
  let seen = 0;
  for await (const part of rows)
    for (const row of part) {
      if (seen >= firstRow) cells.push(asLine(row[chosen] ?? ''));
      seen += 1;
    }
  return withoutApostrophes(cells);
}

/** An article is one line of the list. */
const asLine = (cell: string) => cell.replace(/\s*[\r\n\t]+\s*/g, ' ').trim();

/** Ozon's reports write `'0953`, so that Excel leaves the article alone: then all cells begin so. */
function withoutApostrophes(cells: string[]): string[] {
  const isMarked = cells.every((cell) => cell === '' || cell.startsWith("'"));
  return isMarked ? cells.map((cell) => cell.slice(1)) : cells;
}
