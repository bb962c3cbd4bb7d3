import { z } from 'zod';
import type { ArticleField } from './article';
import { foldedPath } from './safe-name';

/** What a manifest tells of one file: names on disk are made safe, the article in here is the true one. */
export type ListedPicture = { path: string; stem: string; article: string; n: number };

const row = z.object({
  file: z.string().min(1),
  number: z.int().positive(),
  offer_id: z.string().nullish(),
  sku: z.string().nullish(),
  product_id: z.string().nullish(),
});
const manifest = z.object({ pictures: z.array(z.unknown()) });

/** A path without its ending: an edited picture may have become another kind of file. */
export const withoutEnding = (path: string): string => path.replace(/\.[^./]+$/, '');

/** How a path is looked up: as file systems take two paths for the same, whatever the ending. */
export const pathKey = (path: string): string => foldedPath(withoutEnding(path));

/** A path without ending and number, which is what a product's pictures have in common; the path itself without one. */
export const stemOf = (path: string): string => withoutEnding(path).replace(/_\d+$/, '');

/**
 * What the manifest that lies in `folder` (empty for the root) says of the pictures beside it, by the field articles are
 * given in. Nothing for a file that is no manifest of ours; rows that make no sense are left out.
 */
export function readManifest(text: string, folder: string, field: ArticleField): ListedPicture[] {
  const parsed = manifest.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  return parsed.data.pictures.flatMap((one): ListedPicture[] => {
    const { data } = row.safeParse(one);
    const article = data?.[field] ?? '';
    if (!data || article === '') return [];
    const path = folder === '' ? data.file : `${folder}/${data.file}`;
    return [{ path: pathKey(path), stem: foldedPath(stemOf(path)), article, n: data.number }];
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
