import { describe, expect, it } from 'vitest';
import { type NamedProduct, plannedPath, withEnding } from './file-name';
import { parseTemplate } from './file-template';
import { bytesOf, foldedPath } from './safe-name';

const product = (offerId: string, changes: Partial<NamedProduct> = {}): NamedProduct => ({
  productId: '77',
  offerId,
  sku: '55',
  name: 'Кружка',
  ...changes,
});

function pathOf(template: string, named: NamedProduct, n = 1, mark = '') {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(parsed.code);
  return withEnding(plannedPath(parsed.parts, named, n, mark), 'jpg');
}
const usual = (offerId: string, mark = '') => pathOf('{offer_id}/{offer_id}_{n}', product(offerId), 1, mark);

describe('plannedPath', () => {
  it.each([
    ['Кружка-синяя', 'Кружка-синяя/Кружка-синяя_1.jpg'],
    ['蓝色杯子-01', '蓝色杯子-01/蓝色杯子-01_1.jpg'],
    ['fun🎁box', 'fun🎁box/fun🎁box_1.jpg'],
    ['0953', '0953/0953_1.jpg'],
    ['чехол для телефона 7', 'чехол для телефона 7/чехол для телефона 7_1.jpg'],
    ['a+b=c&d', 'a+b=c&d/a+b=c&d_1.jpg'],
    ['SET/2024/12', 'SET_2024_12/SET_2024_12_1.jpg'],
    ['C:\\Товары\\7', 'C__Товары_7/C__Товары_7_1.jpg'],
    ['..', '__/.._1.jpg'.replace('..', '__')],
    ['.hidden', '_hidden/_hidden_1.jpg'],
    ['tail.', 'tail_/tail._1.jpg'],
    ['CON', '_CON/CON_1.jpg'],
    ['com1.set', '_com1.set/_com1.set_1.jpg'],
    ['aux.', 'aux_/_aux._1.jpg'],
    ['shop.lnk', 'shop_lnk/shop.lnk_1.jpg'],
    ['a\u202egpj', 'a_gpj/a_gpj_1.jpg'],
    ['tab\tline\n', 'tab_line_/tab_line__1.jpg'],
  ])('makes %j a name for every system', (offerId, path) => expect(usual(offerId)).toBe(path));

  it('writes composed letters, so that a name is the same on every system', () => {
    expect(usual('ё'.normalize('NFD'))).toBe(usual('ё'.normalize('NFC')));
  });

  it('keeps joiners, without which an emoji falls apart', () => expect(usual('👩‍🔬')).toBe('👩‍🔬/👩‍🔬_1.jpg'));

  it('fills in every field, and the product id for a missing SKU', () => {
    const all = '{name}/{product_id}-{sku}_{nn}_{ext}';
    expect(pathOf(all, product('a'), 3)).toBe('Кружка/77-55_03_jpg.jpg');
    expect(pathOf('{sku}/{n}', product('a', { sku: null }))).toBe('id77/1.jpg');
  });

  it('leaves the ending to a template that names it', () => {
    expect(pathOf('{sku}_{n}.{ext}', product('a'))).toBe('55_1.jpg');
  });

  it('adds the mark to what names the product', () => expect(usual('a/b', '-77')).toBe('a_b-77/a_b-77_1.jpg'));

  it('survives a product without a name', () => {
    expect(pathOf('{name}/{sku}_{n}', product('a', { name: '' }))).toBe('_/55_1.jpg');
  });

  it('cuts a long name and never its number, mark or ending', () => {
    const long = 'Ш'.repeat(300);
    const path = pathOf('{name}_{offer_id}/{name}_{offer_id}_{nn}', product('арт-1', { name: long }), 7, '-77');
    const [folder = '', file = ''] = path.split('/');
    expect(bytesOf(folder)).toBeLessThanOrEqual(200);
    expect(bytesOf(file)).toBeLessThanOrEqual(200);
    expect(folder).toMatch(/^Ш{80,}_арт-1-77$/);
    expect(file).toMatch(/^Ш{80,}_арт-1-77_07\.jpg$/);
  });

  it('cuts between whole characters', () => {
    const path = pathOf('{name}/{sku}_{n}', product('a', { name: `a${'🎁'.repeat(80)}` }));
    expect(() => encodeURIComponent(path)).not.toThrow();
    expect(bytesOf(path.split('/')[0] ?? '')).toBe(197);
  });
});

describe('foldedPath', () => {
  it('is the same where a file system sees no difference', () => {
    expect(foldedPath('TSHIRT-red/Ёлка')).toBe(foldedPath('tshirt-RED/ёЛКА'));
    expect(foldedPath('ё'.normalize('NFD'))).toBe(foldedPath('Ё'.normalize('NFC')));
    expect(foldedPath('a')).not.toBe(foldedPath('b'));
  });
});
