import type { z } from 'zod';
import type { listField } from './article';
import type { ArticleColumn } from './article-file';

type Field = z.infer<typeof listField>;

/** Headings in tables of sellers and of Ozon's cabinet, in the spelling `headingOf` gives. */
const headings: Record<Field, RegExp> = {
  offer_id:
    /^(?:(?:ваш )?артикул(?: (?:товара|продавца|ozon))?|offer ?id|offer|article|seller article|(?:商品|商家|卖家)?货号)$/,
  sku: /^(?:(?:fb[os] )?(?:ozon )?sku(?: (?:id|ozon|товара))?|(?:ozon )?sku id)$/,
  vendor_code:
    /^(?:vendor ?code|артикул производителя|код производителя|part ?number|партномер|(?:厂家|厂商|制造商)货号)$/,
};

/** Rows that may stand above the headings: titles, dates, notes. */
const rowsBeforeHeadings = 20;
const sampleCount = 3;

export type ChosenColumn = {
  columns: ArticleColumn[];
  /** Null when nothing tells which column it is. */
  chosen: number | null;
  /** Index of the first row that is no heading. */
  firstRow: number;
};

/**
 * Finds the column of articles in the first rows of a table. `column` is the seller's own choice; without it the
 * headings decide, and among several the one for `field`.
 */
export function chooseColumn(rows: string[][], { field, column }: { field: Field; column?: number }): ChosenColumn {
  const top = rows.slice(0, rowsBeforeHeadings).findIndex((row) => row.some((cell) => fieldOf(cell) !== null));
  const body = rows.slice(top + 1);
  const head = rows[top] ?? [];
  const columns = columnsOf(head, body);
  const named = columns.filter((candidate) => candidate.field !== null);
  const byHeading = named.find((candidate) => candidate.field === field) ?? named[0];
  const chosen = column ?? byHeading?.index ?? (columns.length === 1 ? columns[0]?.index : undefined) ?? null;
  const guessed = top < 0 && chosen !== null && columns.length > 1 && isHeading(rows, chosen);
  return { columns, chosen, firstRow: guessed ? 1 : top + 1 };
}

function columnsOf(head: string[], body: string[][]): ArticleColumn[] {
  const width = Math.max(0, ...body.map((row) => row.length), head.length);
  return Array.from({ length: width }, (_, index): ArticleColumn => {
    const label = (head[index] ?? '').trim();
    const filled = body.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    return { index, label, samples: filled.slice(0, sampleCount), field: fieldOf(label) };
  }).filter(({ samples, field }) => samples.length > 0 || field !== null);
}

function fieldOf(cell: string): Field | null {
  const heading = headingOf(cell);
  if (headings.offer_id.test(heading)) return 'offer_id';
  if (headings.sku.test(heading)) return 'sku';
  return headings.vendor_code.test(heading) ? 'vendor_code' : null;
}

/** A heading without what differs from table to table: case, stars for required columns, underscores, spaces. */
const headingOf = (cell: string): string =>
  cell
    .toLowerCase()
    .replace(/[*"':]/g, ' ')
    .replace(/[_\s-]+/g, ' ')
    .trim();

/** Whether the first cell of a column reads like a heading nobody knows: it has no digit, most cells under it have. */
function isHeading(rows: string[][], column: number): boolean {
  const [first = '', ...others] = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  const withDigit = others.filter((cell) => /\d/.test(cell)).length;
  return !/\d/.test(first) && others.length > 0 && withDigit >= others.length * 0.8;
}
