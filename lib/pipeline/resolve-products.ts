import { z } from 'zod';
import { AppError } from '../core/app-error';
import { type ArticleField, articleField } from '../core/article';
import { type StoreId, storeId } from '../core/ids';
import { type Destination, destination } from '../core/job';
import type { Product } from '../core/product';
import type { ItemChange } from '../core/tally';
import type { NewTask, Task } from '../core/task';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import type { Handler, HandlerResult } from '../queue/ports';
import { copyTasks, type PictureToCopy } from './enqueue-images';

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
  return { id: `${job}/resolve/${round}/${first}-${request.lines.length}`, kind: 'resolve-products', input: request };
}

type Deps = { ozon: OzonApi; credentialOf: (store: StoreId) => Promise<Credential> };

/** Asks Ozon for products and makes one task per picture. What Ozon does not return fails alone. */
export function createResolveProducts({ ozon, credentialOf }: Deps): Handler<HandlerResult> {
  return {
    async run(task, { signal, connect }) {
      const request = input.parse(task.input);
      const { storeId, field, destination, lines } = request;
      const askable = lines.filter(({ article }) => isAskable(field, article));
      const credential = await credentialOf(storeId);
      try {
        const ids = askable.map(({ article }) => article);
        const ask = () => ozon.products(credential, field, ids, signal);
        const products = ids.length === 0 ? [] : await connect(ask);
        const byId = indexBy(field, products);
        const changes: ItemChange[] = [];
        const pictures: PictureToCopy[] = [];
        for (const { seq, article } of lines) {
          const product = byId.get(article);
          changes.push(product ? foundChange(seq, product, destination) : absentChange(seq, field, article));
          if (product && destination === 'cloud') pictures.push(...picturesOf(seq, product));
        }
        return { output: { found: products.length }, changes, spawn: copyTasks(task.jobId, pictures) };
      } catch (thrown) {
        if (!isRefusedAsked(thrown) || lines.length === 1) throw thrown;
        return { output: { split: lines.length }, changes: [], spawn: halvesOf(task, request) };
      }
    },

    onFailed(task, error) {
      const { lines } = input.parse(task.input);
      return lines.map(({ seq }) => ({ seq, set: { status: 'failed' }, error }));
    },
  };
}

/** Products under every id they may have been asked by; matched exactly, letter case included. */
function indexBy(field: ArticleField, products: Product[]): Map<string, Product> {
  const ids = ({ skus, productId, offerId }: Product) => {
    if (field === 'sku') return skus;
    return [field === 'product_id' ? productId : offerId];
  };
  return new Map(products.flatMap((product) => ids(product).map((id) => [id, product])));
}

/** SKUs and product ids are numbers; anything else would make Ozon refuse the whole call. */
const isAskable = (field: ArticleField, article: string) => field === 'offer_id' || /^\d{1,18}$/.test(article);

const isRefusedAsked = (thrown: unknown) =>
  thrown instanceof AppError && thrown.code === 'ozon.refused' && thrown.params.status === 400;

/** One line Ozon cannot read must not take the others with it: the list is halved until that line stands alone. */
function halvesOf({ jobId, id }: Task, request: z.infer<typeof input>): NewTask[] {
  const middle = Math.ceil(request.lines.length / 2);
  const round = Number(id.split('/')[2] ?? 0);
  return [request.lines.slice(0, middle), request.lines.slice(middle)].map((lines) =>
    resolveProductsTask(jobId, round, { ...request, lines }),
  );
}

const picturesOf = (seq: number, { offerId, imageUrls }: Product): PictureToCopy[] =>
  imageUrls.map((url, index) => ({ seq, article: offerId, n: index + 1, url }));

const absentChange = (seq: number, field: ArticleField, article: string): ItemChange => ({
  seq,
  set: { status: 'failed' },
  error: { code: isAskable(field, article) ? 'product.not_found' : 'article.not_a_sku', params: {} },
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
