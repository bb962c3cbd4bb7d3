import type { SandboxProduct, SandboxStore } from '../stores/store';

const escaped = (text: string) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const thumbnail = (url: string | undefined) =>
  url
    ? `<img src="${url.replace(/\/([^/]+)$/, '/wc100/$1')}" alt="" width="48" height="64" loading="lazy">`
    : '<i></i>';

/** A row with the anchors seen on the real list (seller-portal.md §5). */
function rowOf({ productId, offerId, sku, name, primary, archived }: SandboxProduct): string {
  return `<tr>
    <td><input type="checkbox" aria-label="${escaped(offerId)}"></td>
    <td>${thumbnail(primary?.url)}</td>
    <td><a data-widget="products-table-row-title-link" href="https://www.ozon.ru/product/${sku}">${escaped(name)}</a>
      <small>${escaped(offerId)}</small></td>
    <td><span data-widget="@products/list-ods/table/cell/sku-fbs/span">SKU ${sku}</span>
      <small data-style="text">OZN${sku}</small></td>
    <td><b class="${archived ? 'off' : 'on'}">${archived ? 'В архиве' : 'Продаётся'}</b></td>
    <td><a href="/app/prices/manager/${productId}/prices">1 290 ₽</a></td>
  </tr>`;
}

const heads = ['', 'Фото', 'Название и артикул', 'SKU', 'Статус', 'Цена'];

/** The portal's product list as HTML: no scripts, one style sheet from its own address. */
export function productListPage({ name, products }: SandboxStore): string {
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Список товаров · ${escaped(name)}</title>
<link rel="stylesheet" href="/portal.css">
<header><strong>seller</strong><nav><a href="/app/products">Товары</a><span>Цены</span><span>Заказы</span></nav>
<span>${escaped(name)}</span></header>
<main><h1>Список товаров</h1>
<p class="tabs"><button data-widget="@products/tabs/products-list-filter-tab" data-active="true">Все ${products.length}</button></p>
<div data-widget="@products/product-list-table-ods"><table>
<thead><tr>${heads.map((head) => `<th${head === 'Статус' ? ' data-cell-name="th-status"' : ''}>${head}</th>`).join('')}</tr></thead>
<tbody>${products.map(rowOf).join('\n')}</tbody></table></div></main></html>`;
}
