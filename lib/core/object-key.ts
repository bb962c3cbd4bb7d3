import type { ImageExtension } from './image-type';

const kept = /^[\p{L}\p{N}\p{M}_.-]$/u;

const escaped = (character: string) =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `~${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

/**
 * An article as one segment of a storage key. Letters and digits of any script, `-`, `_` and inner `.` stay as they
 * are; every other character (and `~`, and a dot at the start) becomes `~XX` per UTF-8 byte. The mapping can be
 * reversed, so two articles never share a key, and no segment is empty, `.` or `..`.
 */
export function keySegmentFor(article: string): string {
  return [...article]
    .map((character, index) =>
      kept.test(character) && !(index === 0 && character === '.') ? character : escaped(character),
    )
    .join('');
}

/** The key of a downloaded picture without its ending, which follows from the bytes. `n` starts at 1. */
export function objectSlotFor(userId: string, article: string, n: number): string {
  const segment = keySegmentFor(article);
  return `users/${userId}/ozon/${segment}/${segment}_${n}`;
}

/** Storage key of a downloaded picture (product.md B4). `n` starts at 1; `userId` comes from the token. */
export const objectKeyFor = (userId: string, article: string, n: number, extension: ImageExtension): string =>
  `${objectSlotFor(userId, article, n)}.${extension}`;

/**
 * Storage key of a picture the seller has made (product.md B4). Hash and job are part of it: Ozon passes over an address
 * it has seen, and no set of an earlier push is ever overwritten. `sha256` is base64.
 */
export function workKeyFor(
  userId: string,
  jobId: string,
  picture: { article: string; n: number; sha256: string; extension: ImageExtension },
): string {
  const hash = [...atob(picture.sha256).slice(0, 8)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'));
  return `users/${userId}/jobs/${jobId}/${keySegmentFor(picture.article)}_${picture.n}-${hash.join('')}.${picture.extension}`;
}
