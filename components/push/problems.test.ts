import { describe, expect, it } from 'vitest';
import type { PictureFinding, PictureSet } from '../../lib/core/push';
import { addressesToCheck, isBlocked, isSame, obstaclesOf, problemsOf, productsLeft } from './problems';

const url = (name: string) => `https://pictures.example.com/${name}.jpg`;
const current: PictureSet = { pictures: [url('a'), url('b')], colour: url('x') };
const heavy: PictureFinding['problems'] = [{ reason: { code: 'picture.too_heavy', params: {} }, level: 'block' }];
const finding = (address: string, problems: PictureFinding['problems']) =>
  [address, { url: address, width: null, height: null, bytes: null, problems }] as const;
const usual = { allowMore: false };

describe('problems of a set', () => {
  it('stand at the picture that was looked at, the colour sample included', () => {
    const next = { pictures: [url('a'), url('n')], colour: url('y') };
    const findings = new Map([finding(url('n'), heavy), finding(url('y'), heavy)]);
    expect(problemsOf(current, next, findings, usual)).toEqual([
      { field: 'images', index: 1, url: url('n'), ...heavy[0] },
      { field: 'color_image', index: 0, url: url('y'), ...heavy[0] },
    ]);
  });

  it('are not looked for at pictures that are on the card', () => {
    const next = { pictures: [url('b'), url('a')], colour: null };
    expect(problemsOf(current, next, new Map([finding(url('a'), heavy)]), usual)).toEqual([]);
  });

  it('say when nothing would change', () => {
    expect(isSame(problemsOf(current, current, new Map(), usual))).toBe(true);
    expect(isBlocked(problemsOf(current, current, new Map(), usual))).toBe(false);
  });

  it('block an empty set', () => {
    expect(isBlocked(problemsOf(current, { pictures: [], colour: null }, new Map(), usual))).toBe(true);
  });
});

it('looks once at new addresses only, and at none that is refused as it stands', () => {
  const pictures = [url('a'), url('n'), url('n'), 'ftp://pictures.example.com/f.jpg', 'https://10.0.0.1/p.jpg'];
  expect(addressesToCheck(current, { pictures, colour: url('y') })).toEqual([url('n'), url('y')]);
});

it('looks at addresses of a set that is too long as a whole', () => {
  const pictures = Array.from({ length: 31 }, (_, index) => url(`n${index}`));
  expect(addressesToCheck(current, { pictures, colour: null })).toHaveLength(31);
});

it('tells how many products may still be changed', () => {
  expect(productsLeft(null)).toBeUndefined();
  expect(productsLeft({ limit: null, usage: 5, resetAt: null })).toBeUndefined();
  expect(productsLeft({ limit: 10, usage: 4, resetAt: null })).toBe(6);
  expect(productsLeft({ limit: 10, usage: 12, resetAt: null })).toBe(0);
});

describe('what speaks against pushing at all', () => {
  const codes = (...asked: Parameters<typeof obstaclesOf>) => obstaclesOf(...asked).map(({ reason }) => reason.code);
  const store = { clientId: '111' };

  it('is another company on the page of the cabinet than the one of the key', () => {
    expect(codes('222', store, null)).toEqual(['portal.wrong_store']);
    expect(codes('111', store, null)).toEqual([]);
    expect(codes(null, store, null)).toEqual([]);
  });

  it('is a quota that is used up', () => {
    expect(codes(null, store, { limit: 5, usage: 5, resetAt: null })).toEqual(['push.quota_used']);
    expect(codes(null, store, { limit: 5, usage: 4, resetAt: null })).toEqual([]);
  });
});
