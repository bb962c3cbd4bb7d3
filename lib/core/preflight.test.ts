import { describe, expect, it } from 'vitest';
import { describeChange, keepFirst, preflight } from './preflight';
import type { PictureSet } from './push';

const at = (name: string) => `https://img.example.com/${name}.jpg`;
const set = (names: string, colour: string | null = null): PictureSet => ({
  pictures: [...names].map(at),
  colour: colour && at(colour),
});
const many = (count: number): PictureSet => ({
  pictures: Array.from({ length: count }, (_, n) => at(String(n))),
  colour: null,
});
const check = (next: PictureSet, current = set('a'), allowMore = false) => preflight(current, next, { allowMore });
const codes = (next: PictureSet, current = set('a'), allowMore = false) =>
  check(next, current, allowMore).map(({ reason, level }) => `${level} ${reason.code}`);

describe('preflight', () => {
  it('has nothing against a good change', () => {
    expect(check(set('ba', 'c'))).toEqual([]);
  });

  it('names picture, place and reason; the colour sample has a field of its own', () => {
    const next = { pictures: [at('a'), 'ftp://x.example.com/1.jpg', 'http://127.1/1.jpg'], colour: 'sample' };
    expect(check(next)).toEqual([
      {
        field: 'images',
        index: 1,
        url: next.pictures[1],
        level: 'block',
        reason: { code: 'picture.ftp', params: {} },
      },
      {
        field: 'images',
        index: 2,
        url: next.pictures[2],
        level: 'block',
        reason: { code: 'picture.private_address', params: {} },
      },
      {
        field: 'color_image',
        index: 0,
        url: 'sample',
        level: 'block',
        reason: { code: 'picture.not_url', params: {} },
      },
    ]);
  });

  it('leaves alone what Ozon itself has given, and only that', () => {
    const odd = 'https://cdn.example.com/1.jpg?token=1';
    const current = { pictures: [odd], colour: odd };
    expect(codes({ pictures: [odd, at('b')], colour: odd }, current)).toEqual([]);
    expect(codes({ pictures: [at('b'), `${odd}2`], colour: null }, current)).toEqual(['block picture.signed_url']);
  });

  it('warns of a repeat at the later picture, whatever the letter case of the host', () => {
    const next = { pictures: [at('a'), at('b'), at('a').replace('img', 'IMG')], colour: at('b') };
    expect(check(next)).toMatchObject([
      { field: 'images', index: 2, level: 'warn', reason: { code: 'picture.duplicate', params: { first: 0 } } },
    ]);
    expect(codes({ pictures: [at('a'), at('A')], colour: null })).toEqual([]);
  });

  it('wants at least one picture, even of a card without any', () => {
    expect(codes(set(''))).toEqual(['block push.no_images']);
    expect(codes(set('', 'c'), set(''))).toEqual(['block push.no_images']);
  });

  it('counts up to 30, or up to 50 on purpose, the colour sample apart', () => {
    expect(codes({ ...many(30), colour: at('colour') })).toEqual([]);
    expect(check(many(31))).toEqual([
      {
        field: 'images',
        index: null,
        url: null,
        level: 'block',
        reason: { code: 'push.too_many_usual', params: { count: 31, limit: 30 } },
      },
    ]);
    expect(codes(many(31), set('a'), true)).toEqual([]);
    expect(codes(many(50), set('a'), true)).toEqual([]);
    expect(codes(many(51), set('a'), true)).toEqual(['block push.too_many']);
    expect(codes(many(51))).toEqual(['block push.too_many']);
  });

  it('says when there is nothing to change', () => {
    expect(codes(set('ab', 'c'), set('ab', 'c'))).toEqual(['note push.same_set']);
    expect(codes(set('ba', 'c'), set('ab', 'c'))).toEqual([]);
    expect(codes(set('ab'), set('ab', 'c'))).toEqual([]);
    expect(codes(set('a'), set('ab'))).toEqual([]);
  });
});

describe('keepFirst', () => {
  it('cuts the pictures, keeps the colour sample, and leaves the given set as it was', () => {
    const given = set('abc', 'd');
    expect(keepFirst(given, 2)).toEqual(set('ab', 'd'));
    expect(keepFirst(given, 9)).toEqual(given);
    expect(given).toEqual(set('abc', 'd'));
  });
});

describe('describeChange', () => {
  it.each([
    ['abcd', 'abcd', '', '', '', false],
    ['abcd', 'dabc', '', '', 'd', true],
    ['abcd', 'bcda', '', '', 'a', true],
    ['abcd', 'acbd', '', '', 'c', false],
    ['abcd', 'xacd', 'x', 'b', '', true],
    ['abcd', 'abxcyd', 'xy', '', '', false],
    ['abcd', 'dx', 'x', 'abc', '', true],
    ['abcde', 'edcba', '', '', 'edcb', true],
    ['', 'ab', 'ab', '', '', true],
    ['ab', '', '', 'ab', '', true],
    ['', '', '', '', '', false],
    ['ab', 'aba', 'a', '', '', false],
    ['aba', 'ab', '', 'a', '', false],
  ])('%j → %j: added %j, removed %j, moved %j', (before, after, added, removed, moved, primaryChanged) => {
    expect(describeChange(set(before), set(after))).toEqual({
      added: set(added).pictures,
      removed: set(removed).pictures,
      moved: set(moved).pictures,
      primaryChanged,
      colourChanged: false,
    });
  });

  it('sees the colour sample come, go and change', () => {
    const changed = (from: string | null, to: string | null) =>
      describeChange(set('a', from), set('a', to)).colourChanged;
    expect([changed(null, 'c'), changed('c', null), changed('c', 'd'), changed('c', 'c')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
