import type { PortalList } from '../portal-item';
import { element } from './element';
import type { PageContext } from './page-context';
import { fetchList } from './portal-api';
import { createProductTable } from './product-table';
import { tilesOf } from './tiles';

const addressWith = ({ query }: PageContext, name: string, value: string | number) =>
  `/app/products${query}${query === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`;

function tabOf({ texts, variant }: PageContext, total: number): HTMLElement {
  const tab = element('button', { type: 'button' }, `${texts.all} ${total}`);
  if (variant.look !== 'anchors') return tab;
  tab.dataset.widget = '@products/tabs/products-list-filter-tab';
  tab.dataset.active = 'true';
  return tab;
}

function searchOf(context: PageContext): HTMLElement {
  const field = element('input', { name: 'search', type: 'search', placeholder: context.texts.search });
  const form = element('form', { role: 'search' }, field);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    context.go(addressWith(context, 'search', field.value));
  });
  return form;
}

function pagerOf(context: PageContext, pages: number): HTMLElement {
  const numbers = Array.from({ length: pages > 1 ? pages : 0 }, (_, at) =>
    element('a', { href: addressWith(context, 'page', at + 1) }, String(at + 1)),
  );
  return element('nav', { class: 'pager' }, ...numbers);
}

function tablePart(context: PageContext, list: PortalList, signal: AbortSignal): HTMLElement {
  const { texts } = context;
  const count = element('output', {}, `${texts.ticked} 0`);
  const showCount = (ticked: number) => count.replaceChildren(`${texts.ticked} ${ticked}`);
  const { holder, redraw } = createProductTable(context, list, showCount, signal);
  const refresh = element('button', { type: 'button', name: 'refresh' }, texts.refresh);
  refresh.addEventListener('click', redraw);
  const bar = element('div', { class: 'bar' }, tabOf(context, list.total), searchOf(context), count, refresh);
  return element('div', {}, bar, holder, pagerOf(context, list.pages));
}

/** The product list: plain, recycled, hostile or bare, as the variant says. */
export function listView(context: PageContext, signal: AbortSignal): HTMLElement {
  const { texts, variant } = context;
  const asked = new URLSearchParams(window.location.search);
  const main = element('main', {}, element('h1', {}, texts.list));
  void fetchList(Number(asked.get('page') ?? 1), asked.get('search') ?? '').then(
    (list) => {
      if (signal.aborted) return;
      main.append(variant.look === 'bare' ? tilesOf(list.items) : tablePart(context, list, signal));
    },
    () => main.append(element('p', {}, texts.failed)),
  );
  return main;
}
