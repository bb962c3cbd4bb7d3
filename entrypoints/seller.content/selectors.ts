/**
 * Everything this script knows about the cabinet's markup, as ladders of finders: the first rung that finds something
 * wins, and its name is kept for diagnostics (`data-found`). A drop to a lower rung is the early warning of a redesign.
 * Facts and their dates: seller-portal.md §5 and §6. Class names are generated there and never selected by.
 */
const anchors = {
  table: '[data-widget^="@products/product-list-table"]',
  row: 'tbody tr, [role="row"]',
  cell: 'td, th, [role="cell"]',
  skuCell: '[data-widget^="@products/list-ods/table/cell/sku"]',
  titleLink: 'a[data-widget="products-table-row-title-link"][href]',
  storefrontLink: 'a[href*="/product/"], a[href*="/context/detail/id/"]',
  productLink: 'a[href*="/app/products/"], a[href*="/app/prices/manager/"]',
  barcode: '[data-style="text"]',
  checkbox: 'input[type="checkbox"], [role="checkbox"]',
  articleInput: 'input[name="offerId"]',
  control: 'input, textarea, select, button',
  heading: 'main h1',
};

const skuText = /(?:^|[^A-Za-z])SKU[\s:：№#]*(\d{5,19})(?!\d)/;
const barcodeText = /(?:^|[^A-Za-z])OZN(\d{5,19})(?!\d)/;
const articleLabel = /^(?:артикул|article code|货号)\s*[*:：]?\s*(.*)$/i;
const storefrontPath = /^\/(?:product\/(?:[^/]*-)?|context\/detail\/id\/)(\d{5,19})\/?$/;
const productPath = /^\/app\/(?:products|prices\/manager)\/(\d{1,19})(?:\/|$)/;
const maxArticleLength = 50;

/** Which rung of a ladder found something. */
export type Rung = 'attribute' | 'link' | 'input' | 'barcode' | 'text' | 'heading';
type Found = { value: string; element: Element };
type Finder = (row: Element) => Found | undefined;

/** What a row of the list says about its product, and where its own buttons belong. */
export type RowReading = {
  sku: string;
  productId: string | null;
  cell: Element;
  found: Rung;
};

const textOf = (element: Element) => element.textContent ?? '';

const idInLink = (row: Element, selector: string, path: RegExp): Found | undefined => {
  for (const element of row.querySelectorAll<HTMLAnchorElement>(selector)) {
    const value = path.exec(element.pathname)?.[1];
    if (value) return { value, element };
  }
  return undefined;
};

/** The id a text holds, with the smallest cell that holds that text. */
const idInText = (row: Element, selector: string, text: RegExp): Found | undefined => {
  for (const element of row.querySelectorAll(selector)) {
    const value = text.exec(textOf(element))?.[1];
    if (value) return { value, element };
  }
  const value = text.exec(textOf(row))?.[1];
  return value ? { value, element: row } : undefined;
};

const skuLadder: [Rung, Finder][] = [
  [
    'attribute',
    (row) => {
      const element = row.querySelector(anchors.skuCell);
      const value = element && /\d{5,19}/.exec(textOf(element))?.[0];
      return value ? { value, element } : undefined;
    },
  ],
  [
    'link',
    (row) => idInLink(row, anchors.titleLink, storefrontPath) ?? idInLink(row, anchors.storefrontLink, storefrontPath),
  ],
  ['barcode', (row) => idInText(row, `${anchors.barcode}, ${anchors.cell}`, barcodeText)],
  ['text', (row) => idInText(row, anchors.cell, skuText)],
];

/** The cell to append to: the one that holds the SKU, for a row without cells the row itself. */
const cellOf = (element: Element, row: Element): Element => {
  const cell = element.closest(anchors.cell);
  if (cell && row.contains(cell)) return cell;
  return row.tagName === 'TR' ? (row.lastElementChild ?? row) : row;
};

/** A row's article, behind its label in one text or in the next; only shown, never acted upon. */
export function readArticle(row: Element): string | null {
  const texts = row.ownerDocument.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let labelled = false;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.nodeValue?.trim() ?? '';
    if (text === '') continue;
    const article: string | undefined = labelled ? text : articleLabel.exec(text)?.[1];
    if (article) return article.length <= maxArticleLength ? article : null;
    labelled = article === '';
  }
  return null;
}

/** Reads a row as it is now; undefined where no rung finds a SKU. product_id comes from the row's own links only. */
export function readRow(row: Element | undefined): RowReading | undefined {
  if (!row) return undefined;
  for (const [found, find] of skuLadder) {
    const sku = find(row);
    if (!sku) continue;
    const productId = idInLink(row, anchors.productLink, productPath)?.value ?? null;
    return { sku: sku.value, productId, cell: cellOf(sku.element, row), found };
  }
  return undefined;
}

/** Mounted rows of the product list, in their order; of any table where the list's own anchor is missing. */
export function findRows(root: ParentNode): Element[] {
  const table = root.querySelector(anchors.table);
  const rows = table ? [...table.querySelectorAll(anchors.row)] : [];
  return rows.length > 0 ? rows : [...root.querySelectorAll(anchors.row)];
}

/** The row an element stands in. */
export const rowOf = (element: Element): Element | undefined => element.closest(anchors.row) ?? undefined;

export const isCheckbox = (element: Element): boolean => element.matches(anchors.checkbox);

/** Whether a row's checkbox is ticked, a native one or a drawn one. */
export function isTicked(row: Element): boolean {
  const box = row.querySelector(anchors.checkbox);
  return box instanceof HTMLInputElement ? box.checked : box?.getAttribute('aria-checked') === 'true';
}

/** Where the buttons of a product's own page belong: right behind this element. */
export type EditSlot = { anchor: Element; offerId: string | null; found: Rung };

/** The largest element around an input that holds no other control: the field with its frame and label. */
function fieldOf(input: Element): Element {
  const { parentElement } = input;
  const isWhole = !parentElement || parentElement.matches('form, main, body');
  return isWhole || parentElement.querySelectorAll(anchors.control).length > 1 ? input : fieldOf(parentElement);
}

/** The place for the buttons of a product's own page; undefined where nothing is known (the launcher remains). */
export function findEditSlot(root: ParentNode): EditSlot | undefined {
  const input = root.querySelector<HTMLInputElement>(anchors.articleInput);
  if (input) return { anchor: fieldOf(input), offerId: input.value.trim() || null, found: 'input' };
  const labels = [...root.querySelectorAll('label')];
  const label = labels.find((element) => articleLabel.exec(textOf(element).trim())?.[1] === '');
  if (label) return { anchor: label, offerId: null, found: 'text' };
  const heading = root.querySelector(anchors.heading) ?? root.querySelector('h1');
  return heading ? { anchor: heading, offerId: null, found: 'heading' } : undefined;
}
