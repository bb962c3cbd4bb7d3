import type { ArticleField } from '../core/article';
import { type PictureSet, type PushQuota, type PushTarget, pushTarget } from '../core/push';
import type { Call } from './call';
import type { Credential } from './credential';
import { cardsAnswer, importAnswer, importStateAnswer, limitAnswer, picturesAnswer } from './picture-answers';
import { skusOf } from './skus';

/** What the import may take, ms (product.md E3). */
const importTimeoutMs = 30_000;

/** A card with its pictures, and the codes of what Ozon holds against it (ozon-seller-api.md §4.4). */
export type Card = PushTarget & { errorCodes: string[] };

/** How one product of an import task stands. */
export type ImportedItem = { offerId: string; status: 'pending' | 'imported' | 'skipped' | 'failed'; codes: string[] };

/** A picture Ozon could not take. */
export type PictureError = { productId: string; url: string | null; message: string };

/** Calls of the Seller API that read and replace the pictures of cards. Errors: `ozon.*`. */
export function createPicturesApi(call: Call) {
  return {
    /** Cards by up to 1000 ids of one kind, addresses as Ozon gave them, so that they can be sent back. */
    async cards(credential: Credential, field: ArticleField, ids: string[], signal: AbortSignal): Promise<Card[]> {
      const { items } = await call('/v3/product/info/list', { [field]: ids }, cardsAnswer, { credential, signal });
      return items.map((item) => ({
        ...pushTarget.parse({
          productId: item.id,
          offerId: item.offer_id,
          sku: skusOf(item.sku, item.sources)[0] ?? null,
          name: item.name ?? '',
          current: setOf(item.primary_image, item.images, item.color_image),
        }),
        errorCodes: (item.errors ?? []).flatMap(({ code }) => code ?? []),
      }));
    },

    /** Replaces the whole sets of up to 100 products; gives Ozon's task. A lost answer leaves the outcome unknown. */
    async importPictures(
      credential: Credential,
      items: { offerId: string; set: PictureSet }[],
      signal: AbortSignal,
    ): Promise<string> {
      const body = { items: items.map(({ offerId, set }) => importItem(offerId, set)) };
      const caller = { credential, signal, timeoutMs: importTimeoutMs };
      return (await call('/v2/product/pictures/import', body, importAnswer, caller)).task_id;
    },

    /** How an import task stands; an unknown status counts as pending. */
    async importState(credential: Credential, task: string, signal: AbortSignal): Promise<ImportedItem[]> {
      const body = { task_id: Number(task) };
      const { result } = await call('/v1/product/import/info', body, importStateAnswer, { credential, signal });
      return (result.items ?? []).map(({ offer_id, status, errors }) => ({
        offerId: offer_id,
        status,
        codes: (errors ?? []).flatMap(({ code }) => code ?? []),
      }));
    },

    /** What Ozon could not load, of up to 1000 products. */
    async pictureErrors(credential: Credential, productIds: string[], signal: AbortSignal): Promise<PictureError[]> {
      const body = { product_id: productIds };
      const { items } = await call('/v2/product/pictures/info', body, picturesAnswer, { credential, signal });
      return items.flatMap(({ product_id, errors }) =>
        (errors ?? []).map(({ url, message }) => ({ productId: product_id, url: url ?? null, message: message ?? '' })),
      );
    },

    /** How many products may still be updated today; null when Ozon names no limit. */
    async quota(credential: Credential, signal: AbortSignal): Promise<PushQuota | null> {
      const { daily_update } = await call('/v4/product/info/limit', {}, limitAnswer, { credential, signal });
      if (!daily_update || daily_update.limit < 0) return null;
      const resetAt = Date.parse(daily_update.reset_at ?? '');
      const { limit, usage } = daily_update;
      return { limit, usage, resetAt: Number.isNaN(resetAt) ? null : resetAt };
    },
  };
}

/** Whether `images` repeats the primary one is not settled (ozon-seller-api.md §3.2), so it is taken out either way. */
function setOf(primary: string[], images: string[], colour: string[]): PictureSet {
  const pictures = [...new Set([...primary, ...images].filter((url) => url !== ''))];
  return { pictures, colour: colour.find((url) => url !== '') ?? null };
}

/**
 * The one place that knows how a set is written. Only `images`, main picture first: every reading of the documents
 * agrees that the first one is then the main one, but not whether `primary_image` counts as one more picture, or is
 * looked at (ozon-seller-api.md §4.1, docs/decisions/008). An absent colour is erased, as everything not sent.
 */
const importItem = (offerId: string, { pictures, colour }: PictureSet) => ({
  offer_id: offerId,
  images: pictures,
  ...(colour !== null && { color_image: colour }),
});
