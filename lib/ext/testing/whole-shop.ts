import type { Fetch } from '../../net/request';

type ShopProduct = { id: number; offer: string; code?: string; archived?: boolean };

const isListing = (path: string) => path === '/v3/product/list' || path === '/v4/product/info/attributes';

/**
 * A shop that lists its products by pages of `pageSize`, each page with one picture a product. Every call is noted as
 * method and place; `before` may hold, change or refuse what is about to be answered.
 */
export function createWholeShop(products: ShopProduct[], { pageSize = 2 } = {}) {
  const calls: string[] = [];
  const shop = { products, calls, before: (_call: string): Response | undefined | Promise<undefined> => undefined };

  function listing(path: string, { filter, last_id: lastId }: { filter: { visibility: string }; last_id: string }) {
    const shown = shop.products.filter(({ archived = false }) => archived === (filter.visibility === 'ARCHIVED'));
    const from = lastId === '' ? 0 : Number(lastId);
    const page = shown.slice(from, from + pageSize);
    const next = page.length === 0 ? '' : String(from + page.length);
    if (path === '/v3/product/list') {
      const items = page.map(({ id, offer }) => ({ product_id: id, offer_id: offer }));
      return { result: { items, last_id: next, total_items: shown.length } };
    }
    const result = page.map(({ id, code }) => ({
      id,
      attributes: [
        { id: 85, values: [{ value: 'no brand' }] },
        ...(code ? [{ id: 9024, values: [{ value: code }] }] : []),
      ],
    }));
    return { result, last_id: next, total: String(shown.length) };
  }

  const fetch: Fetch = async (url, { body }) => {
    const path = new URL(url).pathname;
    const asked = JSON.parse(String(body));
    const call = isListing(path) ? `${path.split('/')[3]} ${asked.filter.visibility} ${asked.last_id}` : path;
    calls.push(call);
    const refused = await shop.before(call);
    if (refused) return refused;
    if (isListing(path)) return Response.json(listing(path, asked));
    const ids = new Set<string>((asked.product_id ?? asked.offer_id ?? []).map(String));
    const found = shop.products.filter(({ id, offer }) => ids.has(String(id)) || ids.has(offer));
    return Response.json({
      items: found.map(({ id, offer }) => ({ id, offer_id: offer, images: [`https://c/${id}`] })),
    });
  };
  return Object.assign(shop, { fetch });
}
