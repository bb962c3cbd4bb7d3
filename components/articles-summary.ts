import { parseArticles } from '../lib/core/article';

export type ArticlesSummary = {
  count: number;
  empty: number;
  repeated: number;
  /** Numbers, from 1, of lines whose article Ozon would refuse for its length. */
  longLines: number[];
};

/** What a pasted list holds, in numbers; `maxLength` is that of one line. */
export function summarise(text: string, maxLength: number): ArticlesSummary {
  const isTooLong = (article: string) => article.length > maxLength;
  const { articles, dropped } = parseArticles(text);
  const hasLong = articles.some(isTooLong);
  return { count: articles.length, ...dropped, longLines: hasLong ? longLinesOf(text, isTooLong) : [] };
}

function longLinesOf(text: string, isTooLong: (line: string) => boolean): number[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    if (!isTooLong(line)) return [];
    return parseArticles(line).articles.some(isTooLong) ? [index + 1] : [];
  });
}

/** Most lines an input can lay out without a pause; 100 000 of them take Chromium seconds. */
const mostLines = 5000;
const previewLines = 100;

/** Whether a text is too long to stand in an input. */
export function isLong(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= mostLines; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > mostLines;
}

/** The beginning of a long text, to be looked at. */
export const firstLinesOf = (text: string): string => text.split('\n', previewLines).join('\n');
