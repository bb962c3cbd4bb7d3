import { describe, expect, it } from 'vitest';
import { parseArticles } from './article';

describe('parseArticles', () => {
  it.each([
    ['line ends of every system', 'a\r\nb\rc\nd', ['a', 'b', 'c', 'd']],
    ['the first column of pasted columns', 'a\tname\t10\nb\t\tx', ['a', 'b']],
    ['spaces at the ends only', '  a b  \n\u00a0c\u00a0', ['a b', 'c']],
    ['letter case and leading zeros', 'Ab\nab\n0953\n953', ['Ab', 'ab', '0953', '953']],
    ['the quotes a spreadsheet adds to a cell', '"1/2"" pipe"\tx', ['1/2" pipe']],
    ['quotes a person typed', '"a"', ['"a"']],
    ['a byte order mark', '\ufeffa\nb', ['a', 'b']],
    ['names that are properties of objects', '__proto__\nconstructor', ['__proto__', 'constructor']],
  ])('keeps %s', (_, text, articles) => {
    expect(parseArticles(text)).toEqual({ articles, dropped: { empty: 0, repeated: 0 } });
  });

  it('drops and counts empty lines and repeats, in the order of first sight', () => {
    expect(parseArticles('b\n\na\n \t x\nb\n b ')).toEqual({
      articles: ['b', 'a'],
      dropped: { empty: 2, repeated: 2 },
    });
  });

  it.each(['', ' \n\t\n ', 'a\n', 'a\r\n\r\n'])('does not count the empty end of %j as lines', (text) => {
    expect(parseArticles(text).dropped.empty).toBe(0);
  });

  it('takes 100 000 lines in a small multiple of the time of splitting them', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `article-${index}\tname\t1`).join('\r\n');
    const timeOf = (work: () => unknown) => {
      const since = performance.now();
      work();
      return performance.now() - since;
    };
    const bare = Math.max(...[1, 2, 3].map(() => timeOf(() => new Set(text.split('\r\n').map((line) => line.trim())))));
    let count = 0;
    const own = Math.min(
      ...[1, 2, 3].map(() =>
        timeOf(() => {
          count = parseArticles(text).articles.length;
        }),
      ),
    );
    expect(count).toBe(100_000);
    expect(own).toBeLessThan(bare * 10 + 20);
  });
});
