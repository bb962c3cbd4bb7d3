import { z } from 'zod';
import { type ArticleField, articleField } from '../core/article';
import { type StoreId, storeId } from '../core/ids';
import { type Destination, destination } from '../core/job';
import type { Product } from '../core/product';
import type { ItemChange } from '../core/tally';
import type { NewTask, Task } from '../core/task';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import type { Handler } from '../queue/ports';
import { copyImageTask } from './copy-image';

const line = z.object({ seq: z.int(), article: z.string() });
export type Line = z.infer<typeof line>;

const input = z.object({ storeId, field: articleField, destination, lines: z.array(line) });

/** The look-up of up to 1000 lines of a job in one call. `round` keeps a repeated look-up apart from the first. */
export function resolveProductsTask(
  job: Task['jobId'],
  round: number,
  request: { storeId: StoreId; field: ArticleField; destination: Destination; lines: Line[] },
): NewTask {
  const first = String(request.lines[0]?.seq ?? 0).padStart(7, '0');
  return { id: `${job}/resolve/${round}/${first}`, kind: 'resolve-products', input: request };
}

type Deps = { ozon: OzonApi; credentialOf: (store: StoreId) => Promise<Credential> };

/** Asks Ozon for products and makes one task per picture. What Ozon does not return fails alone. */
export function createResolveProducts({ ozon, credentialOf }: Deps): Handler {
  return {
    async run(task, { signal }) {
      const { storeId, field, destination, lines } = input.parse(task.input);
      const credential = await credentialOf(storeId);
      const products = await ozon.products(
        credential,
        field,
        lines.map(({ article }) => article),
        signal,
      );
      const byId = indexBy(field, products);
      const changes: ItemChange[] = [];
      const spawn: NewTask[] = [];
      for (const { seq, article } of lines) {
        const product = byId.get(article);
        changes.push(product ? foundChange(seq, product, destination) : notFoundChange(seq));
        if (!product || destination !== 'cloud') continue;
        spawn.push(
          ...product.imageUrls.map((url, index) => copyImageTask(task.jobId, seq, product.offerId, index + 1, url)),
        );
      }
      return { output: { found: products.length }, changes, spawn };
    },

    onFailed(task, error) {
      const { lines } = input.parse(task.input);
      return lines.map(({ seq }) => ({ seq, set: { status: 'failed' }, error }));
    },
  };
}

/** Products under every id they may have been asked by; matched exactly, letter case included. */
function indexBy(field: ArticleField, products: Product[]): Map<string, Product> {
  const ids = (product: Product) => (field === 'sku' ? product.skus : [product.offerId]);
  return new Map(products.flatMap((product) => ids(product).map((id) => [id, product])));
}

const notFoundChange = (seq: number): ItemChange => ({
  seq,
  set: { status: 'failed' },
  error: { code: 'product.not_found', params: {} },
});

function foundChange(seq: number, product: Product, destination: Destination): ItemChange {
  const { productId, offerId, skus, imageUrls } = product;
  const known = { productId, offerId, sku: skus[0] ?? null, totalImages: imageUrls.length };
  if (imageUrls.length === 0)
    return { seq, set: { ...known, status: 'success' }, error: { code: 'product.no_images', params: {} } };
  if (destination === 'links')
    return { seq, set: { ...known, status: 'processing', urls: imageUrls }, succeeded: imageUrls.length };
  return { seq, set: { ...known, status: 'processing' } };
}
