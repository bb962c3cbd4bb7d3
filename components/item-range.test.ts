import { expect, it } from 'vitest';
import { itemRange, pageOf } from './item-range';

it.each([
  ['the pages in sight', [2, 3, 1000], { from: 200, to: 400 }],
  ['the last page', [9, 9, 950], { from: 900, to: 950 }],
  ['a first page that is ahead of the last', [3, 2, 1000], { from: 300, to: 400 }],
  ['pages of a longer list', [500, 500, 10], { from: 10, to: 10 }],
  ['an empty list', [0, 0, 0], { from: 0, to: 0 }],
] as const)('%s', (_, [first, last, count], range) => {
  expect(itemRange(first, last, count)).toEqual(range);
});

it('reads a row with its hundred', () => {
  expect([undefined, 0, 99, 100].map(pageOf)).toEqual([0, 0, 0, 1]);
});
