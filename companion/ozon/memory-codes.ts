import type { StoreId } from '../../lib/core/ids';
import type { CodeIndex } from '../../lib/core/vendor-code';
import type { CodeLog } from '../../lib/pipeline/read-codes';

/** Vendor codes for the length of one call: Ozon cannot search by them, so all of a store's are read. */
export function createMemoryCodes(): CodeLog {
  const products = new Map<string, Set<string>>();
  const indexes = new Map<StoreId, CodeIndex>();
  return {
    index: async (store) => indexes.get(store),

    async write(index, codes) {
      for (const { code, productId } of codes) products.set(code, (products.get(code) ?? new Set()).add(productId));
      indexes.set(index.storeId, index);
    },

    find: async (_, codes) =>
      new Map(codes.flatMap((code) => (products.has(code) ? [[code, [...(products.get(code) ?? [])].sort()]] : []))),
  };
}
