import type { ArticleField } from '../../core/article';
import type { PushQuota, PushTarget } from '../../core/push';

/** Ids one message may carry. */
const idsPerRead = 100;

type Answer = { products: PushTarget[]; quota: PushQuota | null };
type Read = (ids: string[]) => Promise<Answer>;

export type PushTargets = {
  /** By the id that was asked for; several ids may lead to one product. */
  byId: ReadonlyMap<string, PushTarget>;
  missing: string[];
  quota: PushQuota | null;
};

const idOf = (product: PushTarget, field: ArticleField): string | null =>
  ({ offer_id: product.offerId, sku: product.sku, product_id: product.productId })[field];

/**
 * Products by the ids they were asked for. A product that shows another of its SKUs is asked for by itself, so that no
 * pictures are ever put beside a product by guessing.
 */
export async function readPushTargets(read: Read, field: ArticleField, ids: string[]): Promise<PushTargets> {
  const byId = new Map<string, PushTarget>();
  let quota: PushQuota | null = null;
  for (let from = 0; from < ids.length; from += idsPerRead) {
    const asked = ids.slice(from, from + idsPerRead);
    const answer = await read(asked);
    quota = answer.quota;
    const strangers = answer.products.filter((product) => {
      const id = asked.find((candidate) => candidate === idOf(product, field));
      if (id !== undefined) byId.set(id, product);
      return id === undefined;
    });
    if (strangers.length === 0) continue;
    for (const id of asked.filter((candidate) => !byId.has(candidate))) {
      const [product, ...others] = asked.length === 1 ? strangers : (await read([id])).products;
      if (product && others.length === 0) byId.set(id, product);
    }
  }
  return { byId, missing: ids.filter((id) => !byId.has(id)), quota };
}
