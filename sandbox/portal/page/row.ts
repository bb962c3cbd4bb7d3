import type { PortalItem } from '../portal-item';
import type { Look } from '../variant';
import { element, patchAttribute, patchText, thumbnailOf } from './element';
import type { Texts } from './texts';

export type Row = ReturnType<typeof createRow>;

// Classes like the real ones: they mean nothing and change with every release.
const part = {
  tick: 'rc8110-a0',
  photo: 'rc8110-b2',
  title: 'ct1132-a',
  article: 'ct1132-c4',
  sku: 'dn0-b8j',
  barcode: 'dn0-c1',
  state: 'rc8110-d7',
  price: 'ct1132-f',
  edit: 'dn0-k3',
};

function skuCell(look: Look): HTMLElement {
  const sku = element('span', { class: part.sku });
  if (look !== 'anchors') return element('td', {}, sku);
  sku.dataset.widget = '@products/list-ods/table/cell/sku-fbs/span';
  return element('td', {}, sku, element('small', { class: part.barcode, 'data-style': 'text' }));
}

function editPart(look: Look, texts: Texts): HTMLElement {
  const attributes = { class: part.edit };
  return look === 'text'
    ? element('button', { ...attributes, type: 'button' }, texts.edit)
    : element('a', attributes, texts.edit);
}

function skeleton(look: Look, texts: Texts): HTMLTableRowElement {
  const linked = look === 'text' ? 'span' : 'a';
  const title = element(linked, { class: part.title });
  if (look === 'anchors') title.dataset.widget = 'products-table-row-title-link';
  const photo = element('img', { class: part.photo, alt: '', width: '48', height: '64', loading: 'lazy' });
  return element(
    'tr',
    {},
    element('td', {}, element('input', { class: part.tick, type: 'checkbox' })),
    element('td', {}, photo),
    element('td', {}, title, element('small', { class: part.article })),
    skuCell(look),
    element('td', {}, element('b', { class: part.state })),
    element('td', {}, element(linked, { class: part.price }, '1 290 ₽')),
    element('td', {}, editPart(look, texts)),
  );
}

/** Addresses of a product's pages; `query` keeps the portal's variant on the way. */
export const editPath = (id: number, step = 'general-info') => `/app/products/${id}/edit/${step}`;

/** A table row that shows one product after another in the same elements. */
export function createRow(look: Look, texts: Texts, query: string) {
  const tr = skeleton(look, texts);
  let shown: PortalItem | undefined;
  // Found anew each time: a row made again from HTML has other elements.
  const at = (name: keyof typeof part) => tr.querySelector<HTMLElement>(`.${part[name]}`);

  const link = (item: PortalItem) => {
    patchAttribute(at('title'), 'href', `https://www.ozon.ru/product/${item.sku}`);
    patchAttribute(at('price'), 'href', `/app/prices/manager/${item.id}/prices${query}`);
    patchAttribute(at('edit'), 'href', `${editPath(item.id)}${query}`);
  };

  return {
    element: tr,
    get item() {
      return shown;
    },
    /** Shows a product, changing only what differs. */
    show(item: PortalItem, ticked: boolean): void {
      shown = item;
      const tick = at('tick');
      if (tick instanceof HTMLInputElement) tick.checked = ticked;
      patchAttribute(tick, 'aria-label', item.name);
      patchAttribute(at('photo'), 'src', item.primary ? thumbnailOf(item.primary) : '/blank.svg');
      patchText(at('title'), item.name);
      patchText(at('article'), `${texts.article} ${item.offerId}`);
      patchText(at('sku'), look === 'links' ? String(item.sku) : `SKU ${item.sku}`);
      patchText(at('barcode'), `OZN${item.sku}`);
      patchText(at('state'), item.archived ? texts.archived : texts.selling);
      patchAttribute(at('state'), 'data-on', String(!item.archived));
      if (look !== 'text') link(item);
    },
  };
}
