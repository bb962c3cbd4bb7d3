import { describe, expect, it } from 'vitest';
import { parseAddresses, parsePushRows } from './push-list';

const [a, b, c] = ['https://x.test/a.jpg', 'https://x.test/b.jpg', 'https://x.test/c.jpg'] as const;

describe('pasted addresses', () => {
  it.each([
    [`${a}\r\n\n  ${b}  \n`, [a, b]],
    [`${a} ${b}\t${c}`, [a, b, c]],
    [`${a},${b}; ${c}`, [a, b, c]],
    [`["${a}", "${b}"]`.slice(1), [a, b]],
    ['https://x.test/w_100,h_5/my photo.jpg', ['https://x.test/w_100,h_5/my photo.jpg']],
    ['ftp://x.test/a.jpg\nnot an address', ['ftp://x.test/a.jpg', 'not an address']],
    [' \n ', []],
  ])('%j', (text, urls) => {
    expect(parseAddresses(text)).toEqual({ urls, images360: [] });
  });

  it.each([`images360: ${a}`, `"images_360" = ${a}`, `photo_360\t${a}`, `Images 360 ${a}`, `"images360": ["${a}"],`])(
    'knows 360° pictures: %j',
    (text) => {
      expect(parseAddresses(`${text}\n${b}`)).toEqual({ urls: [b], images360: [a] });
    },
  );
});

describe('pasted rows', () => {
  const rowsOf = (text: string) => parsePushRows(text).rows.map(({ article, urls }) => [article, ...urls]);

  it('takes an article and its addresses, in cells, behind spaces or semicolons', () => {
    expect(rowsOf(`A 1\t${a}\t${b}\n007\t\t${c}\nБ-2  ${a} ${b}\nD;${c}`)).toEqual([
      ['A 1', a, b],
      ['007', c],
      ['Б-2', a, b],
      ['D', c],
    ]);
  });

  it('takes a list of articles alone', () => {
    expect(rowsOf('A\r\nB\n\nA')).toEqual([['A'], ['B']]);
  });

  it('joins lines of one article, with its name repeated or its cell empty', () => {
    expect(rowsOf(`A\t${a}\nB\t${b}\nA\t${c}\n\t${b}`)).toEqual([
      ['A', a, c, b],
      ['B', b],
    ]);
  });

  it('reads a cell with several lines', () => {
    expect(rowsOf(`A\t"${a}\n${b}"\t${c}\n"5"" lamp"\t${a}`)).toEqual([
      ['A', a, b, c],
      ['5" lamp', a],
    ]);
  });

  it('skips names of columns and refuses the column of 360° pictures', () => {
    const { rows } = parsePushRows(`offer_id\timages360\timages\nA\t${a}\t${b}`);
    expect(rows).toEqual([{ article: 'A', urls: [b], images360: [a] }]);
  });

  it('does not take a first product for names of columns', () => {
    expect(rowsOf(`SKU-1\t${a}`)).toEqual([['SKU-1', a]]);
  });

  it('tells addresses that belong to no article', () => {
    expect(parsePushRows(`${a}\n${b}`)).toEqual({ rows: [], orphans: [a, b] });
  });
});
