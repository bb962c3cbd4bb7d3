/** What a seller pasted as addresses; `images360` are those given as 360° pictures, which Ozon no longer takes. */
export type ParsedAddresses = { urls: string[]; images360: string[] };

/** A product of a pasted list with the addresses that stood beside it. */
export type PushRow = ParsedAddresses & { article: string };

/** `orphans` are addresses with no article in front. */
export type ParsedRows = { rows: PushRow[]; orphans: string[] };

const lineBreak = /\r\n|\n|\r/;
const label360 = /^["'[{\s]*(?:images|photo)[\s_-]?360["']?\s*[:=,[\t ]*/i;
const beforeAddress = /[\s,;]+(?=["']?[a-z][a-z0-9+.-]*:\/\/)/i;

/**
 * Addresses from pasted text: one a line, or several with spaces, commas or semicolons between them. What is not an
 * address stays in the list as it is, so that it is shown with its reason instead of being lost.
 */
export function parseAddresses(text: string): ParsedAddresses {
  const found: ParsedAddresses = { urls: [], images360: [] };
  for (const line of text.split(lineBreak)) {
    const list = label360.test(line) ? found.images360 : found.urls;
    list.push(...addressesIn(line.replace(label360, '')));
  }
  return found;
}

const addressesIn = (text: string): string[] =>
  text
    .split(beforeAddress)
    .map((part) => part.trim().replace(/^["']+|["',;\]}]+$/g, ''))
    .filter((part) => part !== '');

/**
 * Rows of a spreadsheet: an article, then its addresses in any number of cells. Lines of the same article belong
 * together, as do lines with an empty first cell. A first line that names columns is not a product.
 */
export function parsePushRows(text: string): ParsedRows {
  const [head = [], ...body] = cellsOf(text);
  const hasNames = head.some((cell) => columnName.test(cell.trim())) && !head.some((cell) => cell.includes('://'));
  const rows = new Map<string, PushRow>();
  const orphans: string[] = [];
  let last: PushRow | undefined;
  for (const cells of hasNames ? body : [head, ...body]) {
    const { article, rest } = articleOf(cells);
    if (article !== '') last = rows.get(article) ?? { article, urls: [], images360: [] };
    if (article !== '' && last) rows.set(article, last);
    for (const [index, cell] of rest.entries()) {
      const { urls, images360 } = parseAddresses(cell);
      const names360 = hasNames && label360.test(head[index + 1] ?? '');
      if (last) {
        last.urls.push(...(names360 ? [] : urls));
        last.images360.push(...images360, ...(names360 ? urls : []));
      } else orphans.push(...urls, ...images360);
    }
  }
  return { rows: [...rows.values()], orphans };
}

const columnName = /^(?:offer[_ ]id|article|product[_ ]id|sku|images?|(?:images|photo)[_ ]?360|артикул|货号)$/i;

/** The article of a row; where columns are divided by spaces, commas or semicolons, the addresses are cut off it. */
function articleOf(cells: string[]): { article: string; rest: string[] } {
  const [first = '', ...rest] = cells;
  const start = first.search(/["']?[a-z][a-z0-9+.-]*:\/\//i);
  if (start < 0) return { article: first.trim(), rest };
  return {
    article: first
      .slice(0, start)
      .replace(/[\s,;]+$/, '')
      .trim(),
    rest: [first.slice(start), ...rest],
  };
}

/** Cells by line. Spreadsheets put a cell into quotes when it holds a line break, a tab or a quote. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, cell = '', end] of text.trim().matchAll(/("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/g)) {
    lines.at(-1)?.push(unquoted(cell));
    if (end !== '\t') lines.push([]);
  }
  return lines.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}

const unquoted = (cell: string): string =>
  /^"[\s\S]*(?:""|[\r\n\t])[\s\S]*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
