import { z } from 'zod';
import type { VendorCode, Visibility } from '../core/vendor-code';
import { text } from './answers';
import type { Call } from './call';
import type { Credential } from './credential';

/** Most products on one page of a listing (ozon-seller-api.md §3.1, §3.3). */
const pageLimit = 1000;
/** The attribute sellers keep their vendor code in, "Артикул" (ozon-seller-api.md §6). */
const vendorCodeAttribute = 9024;
/** A page of attributes is megabytes long, ms. */
const attributesTimeoutMs = 60_000;

/** Where a listing goes on. */
export type Place = { visibility: Visibility; lastId: string };

type Page = { count: number; lastId: string; total: number };
export type ProductPage = Page & { products: { productId: string; offerId: string }[] };
export type CodePage = Page & { codes: VendorCode[] };

const total = z.union([z.number(), z.string()]).transform(Number).nullish();
const listAnswer = z.object({
  result: z.object({
    items: z.array(z.object({ product_id: text, offer_id: z.string().min(1) })).nullish(),
    last_id: z.string().nullish(),
    total_items: total,
    /** Switched off on 2026-11-23 in favour of `total_items`. */
    total,
  }),
});
const attributesAnswer = z.object({
  result: z
    .array(
      z.object({
        id: text,
        attributes: z
          .array(z.object({ id: z.number(), values: z.array(z.object({ value: z.string().nullish() })).nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
  last_id: z.string().nullish(),
  total,
});

/** Calls of the Seller API that go through all products of a store, page by page. Errors: `ozon.*`. */
export function createListApi(call: Call) {
  return {
    /** Products of a store from a place on, at most `limit`. */
    async productPage(credential: Credential, { visibility, lastId }: Place, signal: AbortSignal, limit = pageLimit) {
      const body = { filter: { visibility }, last_id: lastId, limit };
      const { result } = await call('/v3/product/list', body, listAnswer, { credential, signal });
      const products = (result.items ?? []).map(({ product_id, offer_id }) => ({
        productId: product_id,
        offerId: offer_id,
      }));
      const page: ProductPage = {
        products,
        count: products.length,
        lastId: result.last_id ?? '',
        total: result.total_items ?? result.total ?? 0,
      };
      return page;
    },

    /** The vendor codes of the next products; a product may have several, or none. */
    async codePage(credential: Credential, { visibility, lastId }: Place, signal: AbortSignal): Promise<CodePage> {
      const body = { filter: { visibility }, last_id: lastId, limit: pageLimit };
      const caller = { credential, signal, timeoutMs: attributesTimeoutMs };
      const answer = await call('/v4/product/info/attributes', body, attributesAnswer, caller);
      const products = answer.result ?? [];
      const codes = products.flatMap(({ id, attributes }) =>
        (attributes ?? [])
          .filter((attribute) => attribute.id === vendorCodeAttribute)
          .flatMap(({ values }) => values ?? [])
          .map(({ value }) => ({ code: (value ?? '').trim(), productId: id }))
          .filter(({ code }) => code !== ''),
      );
      return { codes, count: products.length, lastId: answer.last_id ?? '', total: answer.total ?? 0 };
    },
  };
}

/**
 * The place after a page: `ALL` leaves the archived out, so these follow. Undefined at the end. A place that stands
 * still counts as an end too, or a listing might never stop.
 */
export function placeAfter({ visibility, lastId }: Place, page: Page): Place | undefined {
  if (page.count > 0 && page.lastId !== '' && page.lastId !== lastId) return { visibility, lastId: page.lastId };
  return visibility === 'ALL' ? { visibility: 'ARCHIVED', lastId: '' } : undefined;
}

/** Where every listing begins. */
export const firstPlace: Place = { visibility: 'ALL', lastId: '' };
