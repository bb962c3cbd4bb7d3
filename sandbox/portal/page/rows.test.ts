// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PortalItem } from '../portal-item';
import type { Look } from '../variant';
import { startHostility } from './hostile';
import { recycleRows, rowsKept } from './recycled-rows';
import { createRow, type Row } from './row';
import { textsIn } from './texts';

const items = Array.from({ length: 40 }, (_, at): PortalItem => {
  const names = { offerId: `OZ-${at}`, name: `Кружка ${at}`, primary: null, images: [] };
  return { id: 3_000_000_000 + at, sku: 5_000_000_000 + at, archived: false, ...names };
});

const rowWith = (look: Look, language = 'ru') => createRow(look, textsIn(language), '?variant=x');

function shownIn(look: Look, language?: string) {
  const row = rowWith(look, language);
  const [item] = items;
  if (item) row.show(item, false);
  return row.element;
}

beforeEach(() => {
  document.body.replaceChildren();
  vi.useFakeTimers();
});

describe('what a row offers to hold on to', () => {
  test('anchors: attributes of the real list', () => {
    const row = shownIn('anchors');
    expect(row.querySelector('[data-widget="@products/list-ods/table/cell/sku-fbs/span"]')?.textContent).toBe(
      'SKU 5000000000',
    );
    const title = row.querySelector('a[data-widget="products-table-row-title-link"]');
    expect(title?.getAttribute('href')).toBe('https://www.ozon.ru/product/5000000000');
    expect(row.querySelector('[data-style="text"]')?.textContent).toBe('OZN5000000000');
  });

  test('links: no attribute, no word SKU, ids in links only', () => {
    const row = shownIn('links');
    expect(row.querySelector('[data-widget], [data-style]')).toBeNull();
    expect(row.textContent).not.toMatch(/SKU|OZN/);
    const links = [...row.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual([
      'https://www.ozon.ru/product/5000000000',
      '/app/prices/manager/3000000000/prices?variant=x',
      '/app/products/3000000000/edit/general-info?variant=x',
    ]);
  });

  test.each([
    ['ru', 'Артикул: OZ-0'],
    ['en', 'Article code: OZ-0'],
    ['zh', '货号： OZ-0'],
  ])('text in %s: no attribute, no link', (language, article) => {
    const row = shownIn('text', language);
    expect(row.querySelector('[data-widget], [data-style], a')).toBeNull();
    expect(row.textContent).toContain(article);
    expect(row.textContent).toContain('SKU 5000000000');
  });
});

describe('recycled rows', () => {
  test('few rows, whose elements get other products as the window scrolls; a stranger in them stays', () => {
    const rows: Row[] = Array.from({ length: rowsKept }, () => rowWith('anchors'));
    const [holder, table] = [document.createElement('div'), document.createElement('table')];
    const draw = recycleRows(holder, table, rows, items, ({ id }) => id === items[7]?.id, new AbortController().signal);
    const [first] = rows;
    const cell = first?.element.cells[3];
    const text = cell?.querySelector('span')?.firstChild;
    cell?.append(document.createElement('oib-actions'));
    Object.assign(window, { scrollY: 7 * 96 });
    draw();
    expect(first?.item?.offerId).toBe('OZ-7');
    expect(text?.textContent).toBe('SKU 5000000007');
    expect(cell?.querySelector('span')?.firstChild).toBe(text);
    expect(cell?.lastElementChild?.localName).toBe('oib-actions');
    expect(rows.map(({ element }) => element.querySelector('input')?.checked).indexOf(true)).toBe(0);
    Object.assign(window, { scrollY: 100_000 });
    draw();
    expect(rows.at(-1)?.item?.offerId).toBe('OZ-39');
    Object.assign(window, { scrollY: 0 });
  });
});

describe('hostile pages', () => {
  function withStranger(temper: 'purging' | 'cloning') {
    const row = rowWith('anchors');
    const [item] = items;
    const ended = new AbortController();
    const again = startHostility(temper, [row], () => item && row.show(item, true), ended.signal);
    const stranger = document.createElement('oib-actions');
    stranger.attachShadow({ mode: 'open' });
    row.element.cells[3]?.append(stranger);
    return { row, stranger, ended, again };
  }

  test('purging removes what the page did not make, again and again until the view ends', () => {
    const { row, stranger, ended } = withStranger('purging');
    vi.advanceTimersByTime(700);
    expect(stranger.parentElement).toBeNull();
    expect(row.element.textContent).toContain('SKU 5000000000');
    ended.abort();
    row.element.cells[3]?.append(stranger);
    vi.advanceTimersByTime(2000);
    expect(stranger.parentElement).not.toBeNull();
  });

  test('cloning leaves a dead copy of the stranger; the row goes on working', () => {
    const { row, stranger, again } = withStranger('cloning');
    again();
    const copy = row.element.querySelector('oib-actions');
    expect(copy).not.toBeNull();
    expect(copy).not.toBe(stranger);
    expect(copy?.shadowRoot).toBeNull();
    expect(row.element.querySelector('input')?.checked).toBe(true);
    expect(row.element.textContent).toContain('SKU 5000000000');
  });
});
