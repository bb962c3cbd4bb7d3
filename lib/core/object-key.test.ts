import { describe, expect, it } from 'vitest';
import { maxArticleLength } from './article';
import { keySegmentFor, objectKeyFor } from './object-key';

const awkward = [
  'Товар2', 'товар2', '商品', '商', '😀', '👩‍👧', '.', '..', '...', '.a', '~.a', 'a.', 'a..b',
  '%2F', '%2f', '/', '//', '~2F', '~~2F', '~7E2F', '\\', 'a/b', 'a b', 'a+b', 'a%20b', '~', '-', '_',
  '2026-01-13 16:56:03 PDF', '0953', '953', 'A', 'a', 'é', 'e\u0301', 'ß', 'ss', 'İ', 'i̇', '\u200b', '\u0000', '"', '?', '#', '*',
]; // biome-ignore format: one awkward article beside the other

/** All words of up to three letters over characters that escape, or look like an escape. */
const letters = ['~', '.', '/', '2', 'F', 'f', 'E', ' '];
const words = letters.flatMap((a) => [a, ...letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)])]);

/** Undoes the mapping: what has an inverse cannot map two articles to one segment. */
function articleOf(segment: string): string {
  return segment.replace(/(?:~[0-9A-F]{2})+/g, (escapes) =>
    new TextDecoder().decode(Uint8Array.from(escapes.split('~').slice(1), (byte) => Number.parseInt(byte, 16))),
  );
}

describe('keySegmentFor', () => {
  const articles = [...awkward, ...words];

  it('can be reversed, so two articles never share a segment', () => {
    expect(articles.map((article) => articleOf(keySegmentFor(article)))).toEqual(articles);
  });

  it('makes segments that no address, key or folder takes for anything else', () => {
    for (const segment of articles.map(keySegmentFor)) {
      expect(segment).toMatch(/^[\p{L}\p{N}\p{M}_~-][\p{L}\p{N}\p{M}_~.-]*$/u);
    }
  });

  it('leaves letters and digits of any script readable', () => {
    expect(['Товар-2_б', '商品', 'a.b', '0953'].map(keySegmentFor)).toEqual(['Товар-2_б', '商品', 'a.b', '0953']);
  });
});

describe('objectKeyFor', () => {
  it('puts the picture under the user and the article, numbered without padding', () => {
    expect(objectKeyFor('user-1', 'a/б', 12, 'jpg')).toBe('users/user-1/ozon/a~2Fб/a~2Fб_12.jpg');
  });

  it('stays within 1024 bytes for the longest article of the most costly characters', () => {
    const key = objectKeyFor('u'.repeat(64), '€'.repeat(maxArticleLength), 50, 'jpg');
    expect(new TextEncoder().encode(key).length).toBeLessThanOrEqual(1024);
  });
});
