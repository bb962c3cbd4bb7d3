import { z } from 'zod';

/** Fields a list can be searched by. Ozon has no search by `vendor_code`: an index of our own gives the products. */
export const listField = z.enum(['offer_id', 'sku', 'vendor_code']);
export type ListField = z.infer<typeof listField>;

/** Fields Ozon can be asked by; the cabinet's pages often tell the `product_id` only. */
export const articleField = z.enum(['offer_id', 'sku', 'product_id']);
export type ArticleField = z.infer<typeof articleField>;

/** What the lines of a job may be. */
export const jobField = z.enum([...articleField.options, 'vendor_code']);
export type JobField = z.infer<typeof jobField>;

/** Longest article Ozon accepts (ozon-seller-api.md §6). */
export const maxArticleLength = 50;

/** Longest line of a list: a vendor code is free text. */
export const maxLengthOf = (field: ListField): number => (field === 'vendor_code' ? 255 : maxArticleLength);

export type ParsedArticles = { articles: string[]; dropped: { empty: number; repeated: number } };

/**
 * Articles from pasted text: one a line, first column when columns were pasted from a spreadsheet.
 * Only the ends are trimmed; letter case and leading zeros stay. Empty lines and repeats are dropped and counted;
 * the empty end of the text is not counted as a line.
 */
export function parseArticles(text: string): ParsedArticles {
  const articles = new Set<string>();
  let empty = 0;
  let repeated = 0;
  for (const line of text.trimEnd().split(/\r\n|\n|\r/)) {
    const article = firstCell(line);
    if (article === '') empty += 1;
    else if (articles.has(article)) repeated += 1;
    else articles.add(article);
  }
  return { articles: [...articles], dropped: { empty: text.trim() === '' ? 0 : empty, repeated } };
}

/** A spreadsheet quotes a cell only when it holds a tab, a line break or a quote; such a quote is undone here. */
function firstCell(line: string): string {
  const tab = line.indexOf('\t');
  const cell = (tab < 0 ? line : line.slice(0, tab)).trim();
  return tab >= 0 && /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"').trim() : cell;
}
