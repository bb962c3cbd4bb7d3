import { z } from 'zod';
import type { Gallery } from '../cdn/gallery';
import { putOnCard } from '../stores/card';
import type { SandboxPicture, SandboxProduct, SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import type { PortalItem, PortalList } from './portal-item';

/** Rows on one page of the list; the real one shows 36 to 72 (seller-portal.md §1). */
export const rowsPerPage = 72;

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

const refused: Answer = { status: 400, headers: { 'content-type': 'text/plain' }, body: 'bad request' };

function itemOf({ productId, offerId, sku, name, archived, primary, images }: SandboxProduct): PortalItem {
  const urls = images.map(({ url }) => url);
  return { id: productId, offerId, sku, name, archived, primary: primary?.url ?? null, images: urls };
}

const listBody = z.object({ page: z.int().min(1), search: z.string() });

function listOf({ products }: SandboxStore, { page, search }: z.infer<typeof listBody>): PortalList {
  const words = search.trim().toLowerCase();
  const found = products.filter(({ name, offerId, sku }) => `${name} ${offerId} ${sku}`.toLowerCase().includes(words));
  const shown = found.slice((page - 1) * rowsPerPage, page * rowsPerPage);
  return { items: shown.map(itemOf), total: found.length, pages: Math.ceil(found.length / rowsPerPage) };
}

const updateBody = z.object({
  id: z.int(),
  offer_id: z.string(),
  images: z.array(z.string()),
  primary_image: z.string(),
});

/** The card gets the pictures the form was loaded with, whatever it has by now. */
function update(store: SandboxStore, gallery: Gallery, body: z.infer<typeof updateBody>): Answer {
  const product = store.products.find(({ productId }) => productId === body.id);
  const urls = [...new Set([body.primary_image, ...body.images])].filter((url) => url !== '');
  const pictures = urls.map((url) => gallery.pictureAt(url));
  const known = pictures.filter((picture): picture is SandboxPicture => picture !== undefined);
  if (!product || known.length < urls.length) return refused;
  putOnCard(product, { pictures: known, colour: product.colour }, body.images.includes(body.primary_image));
  return json({ result: 'ok' });
}

/** The portal's own, undocumented calls (seller-portal.md §4); undefined for a path that is none of them. */
export function answerPortalApi(
  store: SandboxStore,
  gallery: Gallery,
  path: string,
  body: unknown,
): Answer | undefined {
  if (path === '/api/v1/products/list-by-filter') {
    const asked = listBody.safeParse(body);
    return asked.success ? json(listOf(store, asked.data)) : refused;
  }
  if (path === '/api/v1/item/info') {
    const asked = z.object({ id: z.int() }).safeParse(body);
    const product = store.products.find(({ productId }) => productId === asked.data?.id);
    return json({ item: product ? itemOf(product) : null });
  }
  if (path !== '/api/v1/item/update') return undefined;
  const asked = updateBody.safeParse(body);
  return asked.success ? update(store, gallery, asked.data) : refused;
}
