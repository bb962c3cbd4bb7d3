import type { PortalItem, PortalList } from '../portal-item';
import { element } from './element';
import { startHostility } from './hostile';
import type { PageContext } from './page-context';
import { recycleRows, rowsKept } from './recycled-rows';
import { createRow, editPath, type Row } from './row';

function headOf({ texts, variant }: PageContext): HTMLElement {
  const state = element('th', variant.look === 'anchors' ? { 'data-cell-name': 'th-status' } : {}, texts.state);
  const others = ['', texts.photo, texts.name, 'SKU'].map((text) => element('th', {}, text));
  return element('thead', {}, element('tr', {}, ...others, state, element('th', {}, texts.price), element('th')));
}

function frameOf(context: PageContext, body: HTMLElement) {
  const { look, recycled } = context.variant;
  const table = element('table', recycled ? { class: 'fixed' } : {}, headOf(context), body);
  const holder = element('div', { class: 'rows' }, table);
  if (look === 'anchors') holder.dataset.widget = '@products/product-list-table-ods';
  return { table, holder };
}

/** Ticks and buttons of all rows, heard at the body: rows made anew from HTML have no listeners of their own. */
function listenTo(
  body: HTMLElement,
  rows: Row[],
  ticked: Set<number>,
  onTicks: () => void,
  open: (id: number) => void,
) {
  const itemAt = (target: EventTarget | null) => {
    const tr = target instanceof Element ? target.closest('tr') : null;
    return rows.find((row) => row.element === tr)?.item;
  };
  body.addEventListener('change', ({ target }) => {
    const item = itemAt(target);
    if (!item || !(target instanceof HTMLInputElement)) return;
    if (target.checked) ticked.add(item.id);
    else ticked.delete(item.id);
    onTicks();
  });
  body.addEventListener('click', ({ target }) => {
    const item = itemAt(target);
    if (item && target instanceof HTMLButtonElement) open(item.id);
  });
}

export type ProductTable = { holder: HTMLElement; redraw: () => void };

/** The table of one page of products; `onTicks` hears how many rows are ticked. */
export function createProductTable(
  context: PageContext,
  { items }: PortalList,
  onTicks: (count: number) => void,
  signal: AbortSignal,
): ProductTable {
  const { texts, variant, query } = context;
  const ticked = new Set<number>();
  const isTicked = ({ id }: PortalItem) => ticked.has(id);
  const needed = variant.recycled ? Math.min(rowsKept, items.length) : items.length;
  const rows: Row[] = Array.from({ length: needed }, () => createRow(variant.look, texts, query));
  const body = element('tbody', {}, ...rows.map((row) => row.element));
  const open = (id: number) => context.go(`${editPath(id)}${query}`);
  listenTo(body, rows, ticked, () => onTicks(ticked.size), open);

  const { table, holder } = frameOf(context, body);
  const showAll = () => {
    for (const [at, row] of rows.entries()) {
      const item = items[at];
      if (item) row.show(item, isTicked(item));
    }
  };
  const draw = variant.recycled ? recycleRows(holder, table, rows, items, isTicked, signal) : showAll;
  draw();
  return { holder, redraw: startHostility(variant.temper, rows, draw, signal) };
}
