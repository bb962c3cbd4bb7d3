import { describe, expect, it } from 'vitest';
import { summarise } from './articles-summary';

const long = 'x'.repeat(51);

describe('summary of a pasted list', () => {
  it('counts articles, empty lines and repeats', () => {
    expect(summarise('a\n\nb\na\n', 50)).toEqual({ count: 2, empty: 1, repeated: 1, longLines: [] });
  });

  it('names the lines that are too long, leading empty lines included', () => {
    expect(summarise(`\na\r\n${long}\n${'y'.repeat(50)}\n  ${long}z  `, 50).longLines).toEqual([3, 5]);
  });

  it('does not take a long spreadsheet row for a long article', () => {
    expect(summarise(`a\t${long}\n${long}\tb`, 50).longLines).toEqual([2]);
  });

  it('is nothing for an empty text', () => {
    expect(summarise('  \n ', 50)).toEqual({ count: 0, empty: 0, repeated: 0, longLines: [] });
  });
});
