import { describe, expect, it } from 'vitest';
import { chooseColumn } from './article-column';

const choose = (rows: string[][], field: 'offer_id' | 'sku' | 'vendor_code' = 'offer_id', column?: number) =>
  chooseColumn(rows, { field, ...(column !== undefined && { column }) });

describe('chooseColumn', () => {
  it.each([
    ['offer_id', 'offer_id'],
    ['Offer ID', 'offer_id'],
    ['Артикул*', 'offer_id'],
    ['Ваш артикул', 'offer_id'],
    ['货号', 'offer_id'],
    ['SKU', 'sku'],
    ['FBO OZON SKU ID', 'sku'],
    ['Ozon SKU', 'sku'],
    ['Vendor code', 'vendor_code'],
    ['Артикул производителя', 'vendor_code'],
    ['厂家货号', 'vendor_code'],
  ])('knows the heading %s', (heading, field) => {
    const rows = [
      ['Name', heading],
      ['x', '1'],
    ];
    expect(choose(rows)).toMatchObject({
      chosen: 1,
      firstRow: 1,
      columns: [{ field: null }, { field, samples: ['1'] }],
    });
  });

  it.each([['Цена'], ['Ozon Product ID'], ['Barcode'], ['Название товара'], ['my sku list']])(
    'does not take %s for one',
    (heading) => {
      expect(
        choose([
          [heading, 'b'],
          ['1', '2'],
        ]).columns[0],
      ).toMatchObject({ field: null });
    },
  );

  it('prefers the column of the field searched by', () => {
    const rows = [
      ['SKU', 'Артикул'],
      ['1', 'a'],
    ];
    expect([choose(rows).chosen, choose(rows, 'sku').chosen, choose(rows, 'vendor_code').chosen]).toEqual([1, 0, 0]);
  });

  it('obeys the seller before any heading', () => {
    const rows = [
      ['Артикул', 'Код'],
      ['a', '1'],
    ];
    expect(choose(rows, 'offer_id', 1)).toMatchObject({ chosen: 1, firstRow: 1 });
  });

  it('takes a lone column without asking, and every line of it', () => {
    expect(choose([['a'], ['b']])).toMatchObject({ chosen: 0, firstRow: 0 });
  });

  it('leaves an unknown heading out where the rest has digits', () => {
    const rows = [
      ['Код', 'Цвет'],
      ['a-1', 'red'],
      ['a-2', 'blue'],
    ];
    expect(choose(rows).chosen).toBeNull();
    expect(choose(rows, 'offer_id', 0).firstRow).toBe(1);
    expect(choose(rows, 'offer_id', 1).firstRow).toBe(0);
  });

  it('passes over columns without a value', () => {
    expect(
      choose([
        ['', 'a', ''],
        ['', 'b', ''],
      ]).columns,
    ).toMatchObject([{ index: 1, samples: ['a', 'b'] }]);
  });
});
