import { describe, expect, it } from 'vitest';
import { routeOf } from './route';

const pid = '734512908';
const origins = ['https://seller.ozon.ru', 'https://seller.ozonru.cn'];

/** Every row of seller-portal.md §3, in its order. */
const rows: [path: string, kind: string, productId?: string][] = [
  ['/app/products', 'list'],
  ['/app/products?filter=all', 'list'],
  ['/app/products?search=%D0%90%D1%80%D1%82%D0%B8%D0%BA%D1%83%D0%BB', 'list'],
  [`/app/products/${pid}`, 'edit', pid],
  [`/app/products/${pid}/edit/general-info`, 'edit', pid],
  [`/app/products/${pid}/edit/all-attrs`, 'edit', pid],
  [`/app/products/${pid}/edit/preview`, 'edit', pid],
  [`/app/products/${pid}/edit/some-media-step`, 'edit', pid],
  ['/app/products/create', 'other'],
  ['/app/products/copy/list', 'other'],
  ['/app/products/import/file', 'other'],
  ['/app/products/import-history/file?currentType=full', 'other'],
  ['/app/prices/control?search=1&tab=marketing_actions', 'other'],
  ['/app/prices/manager', 'other'],
  [`/app/prices/manager/${pid}/prices`, 'price-card', pid],
  ['/app/fbo-stocks/stocks-management', 'other'],
  ['/app/settings/api-keys', 'other'],
  ['/app/registration/signin?redirect=/app/products', 'other'],
];

describe.each(origins)('routeOf on %s', (origin) => {
  it.each(rows)('%s is %s', (path, kind, productId) => {
    expect(routeOf(new URL(path, origin))).toEqual(productId ? { kind, productId } : { kind });
  });
});

describe('routeOf', () => {
  it.each([
    ['/app/products/?__rr=1#x', 'list'],
    [`/app/products/${pid}/?__rr=1`, 'edit'],
    ['/app/productsx', 'other'],
    [`/app/products/${pid}abc`, 'other'],
    ['/app/products/12345678901234567890', 'other'],
    ['/', 'other'],
    [`/x?next=/app/products/${pid}/edit/general-info`, 'other'],
  ])('%s is %s', (path, kind) => {
    expect(routeOf(new URL(path, 'https://seller.ozon.ru')).kind).toBe(kind);
  });
});
