import { z } from 'zod';
import type { SandboxProduct } from '../stores/store';

/** int64 as text: Ozon declares request ids as strings of digits (ozon-seller-api.md §3.1). */
export const int64Text = z.string().regex(/^\d{1,19}$/);

/** Fields of one request that name products. */
export const idFields = {
  offer_id: z.array(z.string()).max(1000).default([]),
  product_id: z.array(int64Text).max(1000).default([]),
  sku: z.array(int64Text).max(1000).default([]),
};

export const visibility = z.enum(['ALL', 'ARCHIVED', 'MANUAL_ARCHIVED', 'AUTO_ARCHIVED', 'VISIBLE']).default('ALL');

export type Ids = { offer_id: string[]; product_id: string[]; sku: string[] };

/** How many kinds of ids a request uses. */
export function countKinds(ids: Ids): number {
  return [ids.offer_id, ids.product_id, ids.sku].filter(({ length }) => length > 0).length;
}

/** The products the ids name, each once, in the store's order; ids nobody has are left out without a word. */
export function productsNamed(products: SandboxProduct[], ids: Ids): SandboxProduct[] {
  const offers = new Set(ids.offer_id);
  const productIds = new Set(ids.product_id);
  const skus = new Set(ids.sku);
  return products.filter(
    ({ offerId, productId, sku }) => offers.has(offerId) || productIds.has(String(productId)) || skus.has(String(sku)),
  );
}

/** Products of a visibility; `ALL` is everything but the archived. */
export function productsVisible(products: SandboxProduct[], shown: z.infer<typeof visibility>): SandboxProduct[] {
  if (shown === 'AUTO_ARCHIVED') return [];
  return products.filter(({ archived }) => archived === (shown === 'ARCHIVED' || shown === 'MANUAL_ARCHIVED'));
}
