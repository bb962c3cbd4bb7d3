import type { PortalItem, PortalList, PortalUpdate } from '../portal-item';

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** One page of the store's products, from 1; `search` looks into names, articles and SKUs. */
export async function fetchList(page: number, search: string): Promise<PortalList> {
  const answer = await post('/api/v1/products/list-by-filter', { page, search });
  return answer.json();
}

/** One product with its pictures; null when the store has none with this id. */
export async function fetchItem(id: number): Promise<PortalItem | null> {
  const answer = await post('/api/v1/item/info', { id });
  const { item }: { item: PortalItem | null } = await answer.json();
  return item;
}

/** Saves the form: the card gets the pictures the form was loaded with. */
export async function saveItem(update: PortalUpdate): Promise<boolean> {
  return (await post('/api/v1/item/update', update)).ok;
}
