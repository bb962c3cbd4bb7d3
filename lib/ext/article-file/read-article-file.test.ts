import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ArticleFileChoice } from '../../core/article-file';
import { readArticleFile } from './read-article-file';

const byArticle: ArticleFileChoice = { field: 'offer_id' };
type Content = string | Uint8Array<ArrayBuffer>;

const read = (content: Content, name = 'list.csv', choice = byArticle) =>
  readArticleFile(new Blob([content]), name, choice);
const linesOf = async (content: Content, name?: string, choice?: ArticleFileChoice) =>
  (await read(content, name, choice)).text.split('\n');
const refusal = (content: Content, name?: string) =>
  read(content, name).then(
    () => 'was read',
    ({ code }: { code: string }) => code,
  );

/** Cyrillic as windows-1251 writes it. */
const in1251 = (text: string) =>
  Uint8Array.from([...text], (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (code >= 0x410 && code <= 0x44f) return code - 0x350;
    return code === 0x451 ? 0xb8 : code;
  });
const utf16 = (text: string, { mark, swapped = false }: { mark: boolean; swapped?: boolean }) => {
  const bytes = new Uint8Array(Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le'));
  if (swapped) Buffer.from(bytes.buffer).swap16();
  return bytes;
};

const header = '<?xml version="1.0" encoding="UTF-8"?>';
/** An XLSX of these sheets, written as the format has it. */
function xlsx(sheets: Record<string, string>): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets);
  const ids = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('');
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const links = names.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${type}/worksheet" Target="worksheets/s${at + 1}.xml"/>`,
  );
  const workbook = `${header}<workbook xmlns:r="${type}"><sheets>${ids}</sheets></workbook>`;
  const parts: Record<string, string> = {
    'xl/workbook.xml': workbook,
    'xl/_rels/workbook.xml.rels': `${header}<Relationships>${links.join('')}</Relationships>`,
  };
  for (const [at, name] of names.entries())
    parts[`xl/worksheets/s${at + 1}.xml`] = `${header}<worksheet>${sheets[name] ?? ''}</worksheet>`;
  return new Uint8Array(
    zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]))),
  );
}
const sheetOf = (...rows: string[][]) =>
  `<sheetData>${rows.map((cells, at) => `<row r="${at + 1}">${cells.join('')}</row>`).join('')}</sheetData>`;
const words = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
const digits = (place: string, value: string) => `<c r="${place}"><v>${value}</v></c>`;

describe('text', () => {
  it('takes a list line by line: commas, quotation marks and semicolons are part of an article', async () => {
    const lines = ['a,1', '12" кабель', '"x', 'b;2', '0953'];
    expect(await linesOf(lines.join('\r\n'), 'list.txt')).toEqual(lines);
  });

  it('takes the first of two columns only when told', async () => {
    const { columns, chosen, text } = await read('a\tred\nb\tblue\n', 'list.txt');
    expect([chosen, text]).toEqual([null, '']);
    expect(columns).toMatchObject([{ samples: ['a', 'b'] }, { samples: ['red', 'blue'] }]);
    expect(await linesOf('a\tred\nb\tblue', 'list.txt', { field: 'offer_id', column: 0 })).toEqual(['a', 'b']);
  });

  const russian = 'Артикул;Цвет\nкружка-1;синяя\nёлка;зелёная\n';
  it.each([
    ['UTF-8', russian],
    ['UTF-8 with a mark', `\ufeff${russian}`],
    ['UTF-16 with a mark', utf16(russian, { mark: true })],
    ['UTF-16, other order', utf16(russian, { mark: true, swapped: true })],
    ['UTF-16 without a mark', utf16(russian, { mark: false })],
    ['windows-1251', in1251(russian)],
  ] as const)('recognises %s', async (_, content) => {
    expect(await linesOf(content as Content)).toEqual(['кружка-1', 'ёлка']);
  });

  it('recognises Chinese Excel (GBK)', async () => {
    const bytes = [
      0xbb, 0xf5, 0xba, 0xc5, 0x2c, 0x61, 0x0a, 0xc0, 0xb6, 0xc9, 0xab, 0xb1, 0xad, 0x2d, 0x31, 0x2c, 0x62,
    ];
    expect(await linesOf(Uint8Array.from(bytes))).toEqual(['蓝色杯-1']);
  });

  it('finds windows-1251 far behind plain letters', async () => {
    const plain = Array.from({ length: 40_000 }, (_, n) => `article-${n}`);
    const lines = await linesOf(in1251([...plain, 'кружка'].join('\n')), 'list.txt');
    expect(lines.at(-1)).toBe('кружка');
  });
});

describe('CSV', () => {
  it.each([';', ',', '\t', '|'])('guesses the delimiter %j', async (delimiter) => {
    const rows = [
      ['Название', 'Артикул', 'Цена'],
      ['Кружка', '0953', '100'],
      ['Чашка', '00001234567890123456', '5'],
    ];
    const text = rows.map((row) => row.join(delimiter)).join('\r\n');
    expect(await linesOf(text)).toEqual(['0953', '00001234567890123456']);
  });

  it('obeys the delimiter named in the first line', async () => {
    expect(await linesOf('sep=|\nx;1|a\ny;2|b', 'l.csv', { field: 'sku', column: 0 })).toEqual(['x;1', 'y;2']);
  });

  it('reads quoted cells with delimiters, quotation marks and line ends', async () => {
    const text = 'name;offer_id\n"a;\nb";"SET ""1"";x"\nc;"two\nlines"\n';
    expect(await linesOf(text)).toEqual(['SET "1";x', 'two lines']);
  });

  it.each(['"', '12" кабель', '"x" y'])('loses no line to the lone quotation mark in %s', async (cell) => {
    const rows = Array.from({ length: 2000 }, (_, n) => `a-${n};name ${n}`);
    rows[1000] = `b;${cell}`;
    const lines = await linesOf(['артикул;название', ...rows].join('\n'));
    expect(lines).toHaveLength(2000);
    expect(lines.slice(999, 1002)).toEqual(['a-999', 'b', 'a-1001']);
  });

  it("reads a text table under Excel's name", async () => {
    expect(await linesOf('Цвет;Артикул\nred;a-1\nblue;b-2\n', 'Отчёт.xls')).toEqual(['a-1', 'b-2']);
  });

  it('takes a table without headings: the only column, or the one it is told', async () => {
    expect(await linesOf('0953\nкружка-1\n', 'list.csv')).toEqual(['0953', 'кружка-1']);
    expect(await read('red;a-1\nblue;b-2\n')).toMatchObject({ chosen: null, text: '' });
    expect(await linesOf('red;a-1\nblue;b-2\n', 'l.csv', { field: 'offer_id', column: 1 })).toEqual(['a-1', 'b-2']);
  });

  it('reads a million rows', async () => {
    const part = Array.from({ length: 100_000 }, (_, n) => `name;a-${n}\n`).join('');
    const file = new Blob(Array.from({ length: 10 }, () => part));
    const { text } = await readArticleFile(file, 'list.csv', { field: 'offer_id', column: 1 });
    expect(text.split('\n')).toHaveLength(1_000_000);
  }, 60_000);

  it("takes off the apostrophe of Ozon's reports when every article has one", async () => {
    expect(await linesOf(`Артикул;SKU\n'0953;1\n'a;2`)).toEqual(['0953', 'a']);
    expect(await linesOf(`Артикул;SKU\n'0953;1\na;2`)).toEqual(["'0953", 'a']);
  });

  it('reads rows that come in many parts as one table', async () => {
    const rows = Array.from({ length: 30_000 }, (_, n) => `"товар №${n}; ""${n}""",${n},"кружка-${n}"`);
    const lines = await linesOf(['имя,цена,артикул', ...rows].join('\r\n'));
    expect(lines).toHaveLength(30_000);
    expect([lines[0], lines[12_345], lines.at(-1)]).toEqual(['кружка-0', 'кружка-12345', 'кружка-29999']);
  });
});

describe('XLSX', () => {
  it('reads numbers as they are written, stored results of formulas, and keeps zeros of text', async () => {
    const table = sheetOf(
      [words('A1', 'Название'), words('B1', 'Артикул')],
      [words('A2', 'x'), words('B2', '0953')],
      [words('A3', 'y'), digits('B3', '12345678901234567891')],
      [words('A4', 'z'), digits('B4', '1.2345678901234E+17')],
      [words('A5', 'f'), '<c r="B5" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'],
      [words('A6', 'e'), '<c r="B6" t="e"><f>1/0</f><v>#DIV/0!</v></c>'],
      [words('A7', 'last'), words('B7', 'end')],
    );
    const lines = await linesOf(xlsx({ Sheet1: table }), 'list.xlsx');
    expect(lines).toEqual(['0953', '12345678901234567891', '123456789012340000', 'ab', '', 'end']);
  });

  it('finds the headings under a merged title', async () => {
    const table = sheetOf(
      [words('A1', 'Отчёт по товарам')],
      [],
      [words('A3', 'Цвет'), words('B3', 'Артикул *')],
      [words('A4', 'red'), words('B4', 'a')],
      [words('B5', 'b')],
    );
    const merged = `${table}<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A4:A5"/></mergeCells>`;
    expect(await linesOf(xlsx({ Sheet1: merged }), 'list.xlsx')).toEqual(['a', 'b']);
  });

  it('takes the first sheet with anything in it, and says which', async () => {
    const table = sheetOf([words('A1', 'offer_id')], [words('A2', 'a')]);
    const file = await read(xlsx({ Пусто: sheetOf(), Товары: table }), 'list.xlsx');
    expect(file).toMatchObject({ sheet: 'Товары', text: 'a', chosen: 0 });
    expect(await read(xlsx({ Товары: table }), 'list.xlsx')).toMatchObject({ sheet: null });
  });

  it('asks for the column where a sheet has no headings', async () => {
    const file = xlsx({
      Sheet1: sheetOf([words('A1', 'red'), words('B1', 'a-1')], [words('A2', 'blue'), words('B2', 'b-2')]),
    });
    expect(await read(file, 'list.xlsx')).toMatchObject({ chosen: null, text: '' });
    expect(await linesOf(file, 'list.xlsx', { field: 'offer_id', column: 1 })).toEqual(['a-1', 'b-2']);
  });

  it('needs no worker for a large sheet', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => [words(`A${n + 1}`, `article-${n}`)]);
    expect(await linesOf(xlsx({ Sheet1: sheetOf(...rows) }), 'list.xlsx')).toHaveLength(20_000);
  });
});

describe('refusals', () => {
  const uncalculated = sheetOf([words('A1', 'Артикул')], ['<c r="A2"><f>B2&amp;"-1"</f></c>']);
  it.each([
    ['nothing', '', 'file.empty'],
    ['empty lines', '\n\n  \n', 'file.empty'],
    ['headings only', 'Артикул;Цвет\n', 'file.empty'],
    ['a picture', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2]), 'file.not_text'],
    ['old Excel', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'file.not_xlsx'],
    ['a page named as a table', '<html><table><tr><td>a</td></tr></table>', 'file.not_xlsx'],
    ['a broken archive', 'PK\x03\x04 and then nothing', 'file.unreadable'],
    ['another archive', zipSync({ 'photo.jpg': strToU8('x') }), 'file.unreadable'],
    ['formulas that were never calculated', xlsx({ Sheet1: uncalculated }), 'file.formulas'],
    [
      'a sheet of a million rows',
      xlsx({ Sheet1: `<sheetData>${'<row/>'.repeat(1_000_000)}</sheetData>` }),
      'file.too_many_rows',
    ],
    ['an empty sheet', xlsx({ Sheet1: sheetOf() }), 'file.empty'],
  ] as const)('has a reason for %s', async (_, content, code) => {
    expect(await refusal(content as Content)).toBe(code);
    // The name a file was given does not matter.
    expect(await refusal(content as Content, 'list.xlsx')).toBe(code);
  });

  it('does not begin to read what is too large', async () => {
    const file = Object.defineProperty(new Blob(['a']), 'size', { value: 64 * 1024 * 1024 + 1 });
    await expect(readArticleFile(file, 'list.csv', byArticle)).rejects.toMatchObject({
      code: 'file.too_large',
      params: { limitMb: 64 },
    });
  });
});
