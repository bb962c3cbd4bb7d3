import type { ArticleField } from '../core/article';
import { offerId } from '../core/ids';
import { orderImages, type Product } from '../core/product';
import { productsAnswer, rolesAnswer, sellerAnswer } from './answers';
import { type CallDeps, createCall } from './call';
import type { Credential } from './credential';
import { createListApi } from './list-api';
import { createPicturesApi } from './pictures-api';
import { skusOf } from './skus';

/** Most ids in one read call (ozon-seller-api.md §3.2). */
export const maxIdsPerRead = 1000;

export type OzonApi = ReturnType<typeof createOzonApi>;

/** Typed calls of the Seller API. Errors: `ozon.*`, with the verdict whether to repeat. */
export function createOzonApi(deps: CallDeps) {
  const call = createCall(deps);

  return {
    ...createPicturesApi(call),
    ...createListApi(call),

    /** Names of the key's roles, the methods it may call, and its expiry (ISO date) when Ozon tells. */
    async roles(credential: Credential, signal: AbortSignal) {
      const { expires_at, roles } = await call('/v1/roles', {}, rolesAnswer, { credential, signal });
      return { expiresAt: expires_at ?? null, methods: roles.flatMap((role) => role.methods ?? []) };
    },

    /** The company a key belongs to. */
    async companyName(credential: Credential, signal: AbortSignal): Promise<string> {
      const { company } = await call('/v1/seller/info', {}, sellerAnswer, { credential, signal });
      return company.name ?? company.legal_name ?? '';
    },

    /** Products by up to 1000 ids of one kind. Ids Ozon does not know are simply absent from the answer. */
    async products(
      credential: Credential,
      field: ArticleField,
      ids: string[],
      signal: AbortSignal,
    ): Promise<Product[]> {
      const asked = { [field]: ids };
      const { items } = await call('/v3/product/info/list', asked, productsAnswer, { credential, signal });
      return items.map((item) => ({
        productId: item.id,
        offerId: offerId.parse(item.offer_id),
        skus: skusOf(item.sku, item.sources),
        name: item.name ?? '',
        imageUrls: orderImages(item.primary_image, item.images, item.color_image),
      }));
    },
  };
}
