/** A page of the cabinet: the product list, a product's card, a product's prices, or anything else. */
export type Route =
  | { kind: 'list' | 'other'; productId?: undefined }
  | { kind: 'edit' | 'price-card'; productId: string };

/**
 * What an address of the cabinet shows. Only the path counts; any tail after the id is accepted, because the segment of
 * the media step is not known (seller-portal.md §3).
 */
export function routeOf({ pathname }: Pick<URL, 'pathname'>): Route {
  if (/^\/app\/products\/?$/.test(pathname)) return { kind: 'list' };
  const [, area, productId] = /^\/app\/(products|prices\/manager)\/(\d{1,19})(?:\/|$)/.exec(pathname) ?? [];
  if (!productId) return { kind: 'other' };
  return { kind: area === 'products' ? 'edit' : 'price-card', productId };
}
