import { variantOf } from '../variant';
import { createEditViews } from './edit-view';
import { element } from './element';
import { listView } from './list-view';
import { emptyView, priceView } from './other-views';
import type { PageContext, View } from './page-context';
import { textsIn } from './texts';

const { variant = '', language = 'ru', shop = '' } = document.documentElement.dataset;
const texts = textsIn(language);

/** The part of the query that stays while the seller moves through the app. */
function keptQuery(): string {
  const asked = new URLSearchParams(window.location.search);
  const kept = ['variant', 'lang', 'company'].flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return kept.length > 0 ? `?${kept.join('&')}` : '';
}

const query = keptQuery();
const edit = createEditViews();

function viewAt(path: string): View {
  const [, id, step = 'general-info'] = /^\/app\/products\/(\d+)(?:\/edit\/([^/]+))?\/?$/.exec(path) ?? [];
  if (id !== undefined) return edit.editView(Number(id), step);
  edit.leave();
  if (/^\/app\/products\/?$/.test(path)) return listView;
  const price = /^\/app\/prices\/manager\/(\d+)\/prices\/?$/.exec(path)?.[1];
  return price === undefined ? emptyView : priceView(Number(price));
}

function headerOf(): HTMLElement {
  const links = [
    element('a', { href: `/app/products${query}` }, texts.products),
    element('a', { href: `/app/prices/control${query}` }, texts.prices),
    element('a', { href: `/app/orders${query}` }, texts.orders),
  ];
  const name = element('span', { 'data-onboarding-target': 'headerCompanyName' }, shop);
  return element('header', {}, element('strong', {}, 'seller'), element('nav', {}, ...links), name);
}

const content = element('div');
let shown = new AbortController();

function render(): void {
  shown.abort();
  shown = new AbortController();
  window.scrollTo(0, 0);
  content.replaceChildren(viewAt(window.location.pathname)(context, shown.signal));
}

const context: PageContext = {
  texts,
  variant: variantOf(variant),
  query,
  go(address) {
    window.history.pushState(null, '', address);
    render();
  },
};

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!link?.href || link.origin !== window.location.origin) return;
  event.preventDefault();
  context.go(link.pathname + link.search);
});
window.addEventListener('popstate', render);
document.querySelector('#app')?.replaceChildren(headerOf(), content);
render();
