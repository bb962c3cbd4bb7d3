import { describe, expect, it } from 'vitest';
import type { PictureGroup } from '../../lib/core/match-pictures';
import type { PictureFinding } from '../../lib/core/push';
import { filesRow, rangesOf } from './files-view';

const target = { productId: '1', offerId: 'A', sku: null, name: 'Cup', current: { pictures: [], colour: null } };
const known = new Map([['A', target]]);
const groupOf = (count: number, more: Partial<PictureGroup> = {}): PictureGroup => ({
  article: 'A',
  pictures: Array.from({ length: count }, (_, index) => ({ n: index + 1, path: `A_${index + 1}.jpg` })),
  gaps: [],
  clashes: [],
  ...more,
});
type Problems = PictureFinding['problems'];
const heavy: Problems[number] = { reason: { code: 'picture.too_heavy', params: {} }, level: 'block' };
const small: Problems[number] = { reason: { code: 'picture.small', params: { width: 5 } }, level: 'warn' };
const seen = (group: PictureGroup, problems: Problems = []) =>
  new Map(group.pictures.map(({ path }) => [path, problems] as const));

describe('an article of a folder', () => {
  it('is ready when the store has it and every file was looked at', () => {
    const group = groupOf(2);
    expect(filesRow(group, undefined, seen(group)).state).toBe('checking');
    expect(filesRow(group, known, new Map([['A_1.jpg', []]])).state).toBe('checking');
    expect(filesRow(group, known, seen(group))).toMatchObject({ state: 'ready', product: target, problems: [] });
  });

  it('is unknown when the store has no such article', () => {
    const group = groupOf(1, { article: 'B' });
    expect(filesRow(group, known, seen(group)).state).toBe('unknown');
  });

  it('is blocked by one picture Ozon would refuse, or a number given twice', () => {
    const group = groupOf(2);
    expect(filesRow(group, known, new Map([...seen(group), ['A_2.jpg', [heavy]]])).state).toBe('blocked');
    expect(filesRow(groupOf(2, { clashes: [1] }), known, seen(group)).state).toBe('blocked');
  });

  it('is blocked above 50 pictures, and warned of above 30', () => {
    const [usual, more, most] = [groupOf(30), groupOf(31), groupOf(51)];
    expect(filesRow(usual, known, seen(usual))).toMatchObject({ state: 'ready', problems: [] });
    expect(filesRow(more, known, seen(more))).toMatchObject({
      state: 'ready',
      problems: [{ reason: { code: 'push.too_many_usual' }, level: 'warn' }],
    });
    expect(filesRow(most, known, seen(most))).toMatchObject({
      state: 'blocked',
      problems: [{ reason: { code: 'push.too_many', params: { count: 51, limit: 50 } } }],
    });
  });

  it('says the same of several files once, the worst first', () => {
    const group = groupOf(3);
    const findings = new Map([...seen(group, [small]), ['A_3.jpg', [small, heavy]]]);
    expect(filesRow(group, known, findings).problems).toEqual([
      { ...heavy, paths: ['A_3.jpg'] },
      { ...small, paths: ['A_1.jpg', 'A_2.jpg', 'A_3.jpg'] },
    ]);
  });
});

it('writes numbers in a row as ranges', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10');
  expect(rangesOf([])).toBe('');
});
