// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { findEditSlot, findRows, isTicked, readArticle, readRow } from './selectors';

const page = (html: string) => {
  document.body.innerHTML = html;
  return document.body;
};
const row = (cells: string) => {
  const [first] = findRows(page(`<table><tbody><tr>${cells}</tr></tbody></table>`));
  return first;
};
const price = '<td><a href="/app/prices/manager/734512908/prices?x=1">1 290 ₽</a></td>';

afterEach(() => page(''));

describe('readRow, from the first rung that finds a SKU', () => {
  it.each([
    [
      'attribute',
      `<td><span data-widget="@products/list-ods/table/cell/sku-fbs/span">SKU 1234567890</span></td>
       <td><a data-widget="products-table-row-title-link" href="https://www.ozon.ru/product/mug-999999999/">Mug</a></td>`,
    ],
    ['link', '<td><a href="https://www.ozon.ru/product/mug-1234567890/?at=x">Mug</a></td><td>OZN999999999</td>'],
    ['link', '<td><a href="https://ozon.ru/context/detail/id/1234567890">Mug</a></td>'],
    ['barcode', '<td><small data-style="text">OZN1234567890</small></td><td>SKU 999999999</td>'],
    ['text', '<td>Mug</td><td>SKU\u00a01234567890</td>'],
  ])('%s', (found, cells) => {
    expect(readRow(row(cells + price))).toMatchObject({ sku: '1234567890', productId: '734512908', found });
  });

  it.each([
    ['nothing to hold on to', '<td>Mug 1234567890</td>'],
    ['a word that ends in SKU', '<td>WASKU 1234567890</td>'],
    ['too few digits', '<td>SKU 1234</td>'],
    ['a link into the cabinet', '<td><a href="/app/products/1234567890/edit/general-info">Edit</a></td>'],
  ])('finds none in %s', (_, cells) => {
    expect(readRow(row(cells))).toBeUndefined();
  });

  it('never takes a SKU for a product_id or the other way round', () => {
    const reading = readRow(row('<td><a href="https://www.ozon.ru/product/1234567890">Mug</a></td>'));
    expect(reading).toMatchObject({ sku: '1234567890', productId: null });
  });

  it.each([
    ['ru', 'Артикул: чехол 0953'],
    ['en', 'Article code: чехол 0953'],
    ['zh', '货号：чехол 0953'],
    ['two elements', '<b>Артикул</b> <i>чехол 0953</i>'],
  ])('reads the article behind its label, %s', (_, label) => {
    const found = row(`<td>SKU 1234567890</td><td>${label}</td>`);
    expect(found && readArticle(found)).toBe('чехол 0953');
  });

  it('gives no article without a label', () => {
    const found = row('<td>SKU 1234567890</td><td>0953</td>');
    expect(found && readArticle(found)).toBeNull();
  });

  it('names the cell that holds the SKU, and the row itself where there are no cells', () => {
    expect(readRow(row('<td>Mug</td><td id="here"><p>SKU 1234567890</p></td>'))?.cell.id).toBe('here');
    const [bare] = findRows(page('<div role="row" id="bare"><p>SKU 1234567890</p></div>'));
    expect(readRow(bare)?.cell.id).toBe('bare');
  });
});

describe('findRows', () => {
  it('takes the rows of the product list, not those of other tables', () => {
    const other = '<table><tbody><tr id="other"><td>SKU 999999999</td></tr></tbody></table>';
    const list = `<div data-widget="@products/product-list-table-ods"><table><thead><tr><th>SKU</th></tr></thead>
      <tbody><tr id="one"></tr><tr id="two"></tr></tbody></table></div>`;
    expect(findRows(page(other + list)).map(({ id }) => id)).toEqual(['one', 'two']);
  });
});

describe('isTicked', () => {
  it.each([
    ['<td><input type="checkbox" checked></td>', true],
    ['<td><input type="checkbox"></td>', false],
    ['<td><i role="checkbox" aria-checked="true"></i></td>', true],
    ['<td></td>', false],
  ])('%s is %s', (cells, ticked) => {
    const found = row(cells);
    expect(found && isTicked(found)).toBe(ticked);
  });
});

describe('findEditSlot', () => {
  it.each([
    [
      'input',
      '<main><h1>Edit</h1><form><label id="here">Article<input name="offerId" value=" 0953 "></label><input></form></main>',
    ],
    [
      'input',
      '<form><div id="here"><div><b>Article</b><p><input name="offerId" value="0953"></p></div></div><input></form>',
    ],
    ['text', '<h1>Edit</h1><label id="here">货号</label><input>'],
    ['heading', '<h1>Ozon</h1><main><h1 id="here">Edit</h1></main>'],
    ['heading', '<h1 id="here">Edit</h1>'],
  ])('%s in %s', (found, html) => {
    const slot = findEditSlot(page(html));
    expect(slot).toMatchObject({ found, offerId: found === 'input' ? '0953' : null });
    expect(slot?.anchor.id).toBe('here');
  });

  it('finds none on a page without anchors', () => {
    expect(findEditSlot(page('<div><p>Edit</p></div>'))).toBeUndefined();
  });
});
