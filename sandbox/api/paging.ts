import type { SandboxProduct } from '../stores/store';

const prefix = 'after:';

/** Reads an opaque `last_id`: the product to go on after, 0 for the beginning, undefined when it is none of ours. */
function startAfter(lastId: string): number | undefined {
  if (lastId === '') return 0;
  const text = Buffer.from(lastId, 'base64').toString();
  return /^after:\d+$/.test(text) ? Number(text.slice(prefix.length)) : undefined;
}

/** One page by product id, and the `last_id` of the next; an empty page has an empty one. Undefined: bad `last_id`. */
export function pageOf(products: SandboxProduct[], lastId: string, limit: number) {
  const after = startAfter(lastId);
  if (after === undefined) return undefined;
  const ordered = products.toSorted((a, b) => a.productId - b.productId);
  const page = ordered.filter(({ productId }) => productId > after).slice(0, limit);
  const last = page.at(-1);
  return { page, lastId: last ? Buffer.from(`${prefix}${last.productId}`).toString('base64') : '' };
}
