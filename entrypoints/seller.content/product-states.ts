import type { PortalProduct } from '../../lib/core/portal';

/** The ids a page can be trusted with; the article is a text in it. */
export type ProductIds = Pick<PortalProduct, 'sku' | 'productId'>;

/** How an action on a product stands. `code` is the reason of a failure or a note; counts are pictures. */
export type ActionState = {
  state: 'idle' | 'busy' | 'done' | 'failed';
  done: number;
  total: number;
  code: string | null;
};

export type ProductState = { download: ActionState; push: ActionState };

export const idle: ActionState = { state: 'idle', done: 0, total: 0, code: null };
const untouched: ProductState = { download: idle, push: idle };

export type ProductStates = ReturnType<typeof createProductStates>;

/** Names a product goes by; the same product may be known by its SKU in the list and by product_id elsewhere. */
const keysOf = ({ sku, productId }: PortalProduct): string[] => [
  ...(productId ? [`product ${productId}`] : []),
  ...(sku ? [`sku ${sku}`] : []),
];

/** What the buttons show, kept by product and not in the page, whose rows are recycled while it scrolls. */
export function createProductStates() {
  const states = new Map<string, ProductState>();
  let tell = (): void => undefined;
  const of = (product: PortalProduct): ProductState => {
    if (states.size === 0) return untouched;
    const key = keysOf(product).find((name) => states.has(name));
    return (key && states.get(key)) || untouched;
  };
  return {
    of,
    /** Changes some of a product's state and tells whoever draws it. */
    change(product: PortalProduct, change: Partial<ProductState>): void {
      const next = { ...of(product), ...change };
      for (const key of keysOf(product)) states.set(key, next);
      tell();
    },
    /** Has this called after every change. */
    watch(redraw: () => void): void {
      tell = redraw;
    },
  };
}

/** Whether two readings of a page name the same product by every id they know. */
export const isSameProduct = (one: ProductIds, other: ProductIds): boolean =>
  one.sku === other.sku && one.productId === other.productId;
