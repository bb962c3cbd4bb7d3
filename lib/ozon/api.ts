import pThrottle from 'p-throttle';
import type { z } from 'zod';
import { AppError } from '../core/app-error';
import type { ArticleField } from '../core/article';
import { offerId } from '../core/ids';
import { orderImages, type Product } from '../core/product';
import { type Fetch, request } from '../net/request';
import { productsAnswer, rolesAnswer, sellerAnswer } from './answers';
import { apiErrorOf } from './api-error';
import type { Credential } from './credential';

/** Most ids in one read call (ozon-seller-api.md §3.2). */
export const maxIdsPerRead = 1000;

const baseUrl = 'https://api-seller.ozon.ru';

/** Ozon allows 50 requests a second per Client-Id over all keys; a few are left for the seller's other tools. */
const requestsPerSecond = 45;

export type OzonApi = ReturnType<typeof createOzonApi>;

type Deps = { fetch: Fetch; now: () => number; timeoutMs: () => number };

/** Typed calls of the Seller API. Errors: `ozon.*`, with the verdict whether to repeat. */
export function createOzonApi({ fetch, now, timeoutMs }: Deps) {
  const turns = new Map<string, () => Promise<void>>();

  /** Waits for this Client-Id's turn: the limit is counted per Client-Id, not per key or method. */
  const turnOf = (clientId: string) => {
    const known = turns.get(clientId);
    if (known) return known();
    // Strict: any second is counted, not fixed ones, two of which could meet with twice the limit.
    const turn = pThrottle({ limit: requestsPerSecond, interval: 1000, strict: true })(async () => {});
    turns.set(clientId, turn);
    return turn();
  };

  async function call<S extends z.ZodType>(
    path: string,
    body: object,
    answer: S,
    { clientId, apiKey }: Credential,
    signal: AbortSignal,
  ): Promise<z.output<S>> {
    await turnOf(clientId);
    const headers = { 'Client-Id': clientId, 'Api-Key': apiKey, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const options = { peer: 'ozon', init, signal, timeoutMs: timeoutMs() } as const;
    return request(fetch, `${baseUrl}${path}`, options, async (response) => {
      // JSON may come as text/plain, so the header is not asked (ozon-seller-api.md §2.1).
      const json = parseJson(await response.text());
      if (!response.ok) throw apiErrorOf(response.status, response.headers, json, now());
      const parsed = answer.safeParse(json);
      if (!parsed.success) throw new AppError('ozon.bad_answer', { cause: parsed.error, params: { path } });
      return parsed.data;
    });
  }

  return {
    /** Names of the key's roles, the methods it may call, and its expiry (ISO date) when Ozon tells. */
    async roles(credential: Credential, signal: AbortSignal) {
      const { expires_at, roles } = await call('/v1/roles', {}, rolesAnswer, credential, signal);
      return { expiresAt: expires_at ?? null, methods: roles.flatMap((role) => role.methods ?? []) };
    },

    /** The company a key belongs to. */
    async companyName(credential: Credential, signal: AbortSignal): Promise<string> {
      const { company } = await call('/v1/seller/info', {}, sellerAnswer, credential, signal);
      return company.name ?? company.legal_name ?? '';
    },

    /** Products by up to 1000 ids of one kind. Ids Ozon does not know are simply absent from the answer. */
    async products(
      credential: Credential,
      field: ArticleField,
      ids: string[],
      signal: AbortSignal,
    ): Promise<Product[]> {
      const { items } = await call('/v3/product/info/list', { [field]: ids }, productsAnswer, credential, signal);
      return items.map((item) => ({
        productId: item.id,
        offerId: offerId.parse(item.offer_id),
        skus: [...new Set([item.sku, ...(item.sources ?? []).map((source) => source.sku)])].filter(isSku),
        name: item.name ?? '',
        imageUrls: orderImages(item.primary_image, item.images, item.color_image),
      }));
    },
  };
}

/** A product not yet created has SKU 0 or none. */
const isSku = (sku: string | null | undefined): sku is string => typeof sku === 'string' && sku !== '0' && sku !== '';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
