import { z } from 'zod';
import { errorShape } from './app-error';
import { listField } from './article';

/** A column of a table that may hold the articles, with its first values. */
export const articleColumn = z.object({
  /** Place in the table, from 0. */
  index: z.int(),
  /** The heading; empty where the table has none. */
  label: z.string(),
  samples: z.array(z.string()),
  /** What the heading says the column holds. */
  field: listField.nullable(),
});
export type ArticleColumn = z.infer<typeof articleColumn>;

/** What was read from a file. */
export const articleFile = z.object({
  /** Columns with anything in them. */
  columns: z.array(articleColumn),
  /** `index` of the column the articles were taken from; null when nothing tells which one it is. */
  chosen: z.int().nullable(),
  /** The articles, one a line; empty while no column is chosen. */
  text: z.string(),
  /** The sheet that was read, where a spreadsheet has several. */
  sheet: z.string().nullable(),
});
export type ArticleFile = z.infer<typeof articleFile>;

/** How a file is read: by which field the list is searched, and the column when the seller has chosen one. */
export type ArticleFileChoice = { field: z.infer<typeof listField>; column?: number };

/** What the reading worker answers. */
export const articleFileReply = z.union([
  z.object({ ok: z.literal(true), file: articleFile }),
  z.object({ ok: z.literal(false), error: errorShape }),
]);

/** Largest text file, bytes. */
export const mostTextBytes = 64 * 1024 * 1024;
/** Largest spreadsheet, bytes: packed, and taken apart in memory as a whole. */
export const mostSheetBytes = 32 * 1024 * 1024;
