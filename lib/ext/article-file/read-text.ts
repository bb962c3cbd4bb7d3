import Papa from 'papaparse';
import { z } from 'zod';
import { sniffEncoding, textOf } from './decode-text';
import type { TextEncoding } from './text-encoding';

/** A text table: how to read it, and its rows in parts, from the start at each call. */
export type TextTable = { rows(): AsyncGenerator<string[][]> };

/** How cells are told apart; with a sign no text holds, a line is one cell. */
type Dialect = { delimiter: string; quotes: boolean };
const noDelimiter = '\u001f';
const delimiters = [';', '\t', ',', '|'];

/** Text by which the dialect is found. */
const sampleChars = 256 * 1024;
/** A cell longer than this is a quotation mark that was never closed. */
const longestRow = 1_000_000;

const parsed = z.object({
  data: z.array(z.array(z.string())),
  errors: z.array(z.object({ type: z.string() })),
  meta: z.object({ cursor: z.int() }),
});

/**
 * Opens a table of text. `isList`: lines, with tabs at most between columns, as in a plain text file. Commas and
 * quotation marks are then part of an article. Errors: `file.not_text`.
 */
export async function openTextTable(file: Blob, { isList }: { isList: boolean }): Promise<TextTable> {
  const encoding = await sniffEncoding(file);
  const sample = await firstOf(file, encoding);
  const dialect = dialectOf(sample, isList ? ['\t'] : delimiters);
  const quotes = dialect.quotes && (await isQuotedWell(file, encoding, dialect));
  const rows = () => rowsOf(file, encoding, { ...dialect, quotes });
  return { rows: namedDelimiterOf(sample) ? () => withoutFirst(rows()) : rows };
}

async function firstOf(file: Blob, encoding: TextEncoding): Promise<string> {
  let text = '';
  for await (const piece of textOf(file, encoding)) {
    text += piece;
    if (text.length >= sampleChars) return text.slice(0, text.lastIndexOf('\n', sampleChars) + 1 || sampleChars);
  }
  return text;
}

/** Excel may name the delimiter in the first line (`sep=;`). */
const namedDelimiterOf = (sample: string) => /^sep=(.)\n/i.exec(sample)?.[1];

async function* withoutFirst(parts: AsyncIterable<string[][]>): AsyncGenerator<string[][]> {
  let isFirst = true;
  for await (const rows of parts) {
    yield isFirst ? rows.slice(1) : rows;
    isFirst &&= rows.length === 0;
  }
}

/** Nothing found means one column. */
function dialectOf(sample: string, delimitersToGuess: string[]): Dialect {
  const named = namedDelimiterOf(sample);
  if (named) return { delimiter: named, quotes: true };
  const { meta, errors } = Papa.parse(sample, { delimitersToGuess, newline: '\n', preview: 50, skipEmptyLines: true });
  const isFound = errors.every(({ code }) => code !== 'UndetectableDelimiter') && sample.includes(meta.delimiter);
  return isFound
    ? { delimiter: meta.delimiter, quotes: true }
    : { delimiter: noDelimiter, quotes: delimitersToGuess.length > 1 };
}

/** Whether every quotation mark that opens a cell also closes it. A lone one would swallow the rest of the table. */
async function isQuotedWell(file: Blob, encoding: TextEncoding, dialect: Dialect): Promise<boolean> {
  try {
    for await (const _ of rowsOf(file, encoding, dialect));
    return true;
  } catch (thrown) {
    if (thrown === badQuotes) return false;
    throw thrown;
  }
}

const badQuotes = new Error('quotation marks that do not match');

async function* rowsOf(file: Blob, encoding: TextEncoding, { delimiter, quotes }: Dialect): AsyncGenerator<string[][]> {
  // What does not look for quotation marks is the parser's fast mode.
  const parser = new Papa.Parser({ delimiter, newline: '\n', ...(!quotes && { fastMode: true }) });
  const parse = (text: string, isLast: boolean) => {
    const { data, errors, meta } = parsed.parse(parser.parse(text, 0, !isLast));
    if (quotes && errors.some(({ type }) => type === 'Quotes')) throw badQuotes;
    return { rows: quotes ? data : data.map((row) => row.map(withoutQuotes)), end: meta.cursor };
  };
  let rest = '';
  for await (const piece of textOf(file, encoding)) {
    rest += piece;
    const { rows, end } = parse(rest, false);
    rest = rest.slice(end);
    if (quotes && rest.length > longestRow) throw badQuotes;
    yield rows;
  }
  if (rest !== '') yield parse(rest, true).rows;
}

/** A cell that is quoted on its own, where quotation marks mean nothing to the table. */
const withoutQuotes = (cell: string) => (/^".+"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
