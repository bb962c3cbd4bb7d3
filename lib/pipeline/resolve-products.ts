import { z } from 'zod';
import { AppError } from '../core/app-error';
import { type ArticleField, articleField } from '../core/article';
import { type StoreId, storeId } from '../core/ids';
import { type Destination, destination, type Line } from '../core/job';
import type { Product } from '../core/product';
import type { ItemChange } from '../core/tally';
import type { NewTask, Task } from '../core/task';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import type { Handler, HandlerResult } from '../queue/ports';
import { copyTasks, type PictureToCopy } from './enqueue-images';
import type { DiskPlace } from './keep-image';
import type { KnownPictures } from './known-pictures';

/** What every look-up of a job shares. */
export const lookupWhere = z.object({ storeId, destination, fromScratch: z.boolean().optional() });
export type LookupWhere = z.infer<typeof lookupWhere>;

/** `article` is what Ozon is asked for: the article of the line, or the product id it stands for. */
const line = z.object({ seq: z.int(), article: z.string() });

const input = lookupWhere.extend({ field: articleField, lines: z.array(line) });

/** The look-up of up to 1000 lines of a job in one call. `round` keeps a repeated look-up apart from the first. */
export function resolveProductsTask(job: Task['jobId'], round: number, request: z.infer<typeof input>): NewTask {
  const first = String(request.lines[0]?.seq ?? 0).padStart(7, '0');
  return { id: `${job}/resolve/${round}/${first}-${request.lines.length}`, kind: 'resolve-products', input: request };
}

/** The look-up of lines by the product ids they stand for. */
export const resolveByIdTask = (job: Task['jobId'], round: number, where: LookupWhere, lines: Line[]): NewTask =>
  resolveProductsTask(job, round, {
    ...where,
    field: 'product_id',
    lines: lines.map(({ seq, lookupId = '' }) => ({ seq, article: lookupId })),
  });

/** Gives the pictures of products their places on disk, each its own within the job; by product id, in picture order. */
export type NameFiles = (job: Task['jobId'], products: Product[]) => Promise<ReadonlyMap<string, DiskPlace[]>>;

type Deps = {
  ozon: OzonApi;
  credentialOf: (store: StoreId) => Promise<Credential>;
  nameFiles: NameFiles;
  known: KnownPictures;
  /** Pictures beyond the first that are enqueued together. */
  perTask?: number;
};

/** Asks Ozon for products and makes one task per picture. What Ozon does not return fails alone. */
export function createResolveProducts({ ozon, credentialOf, nameFiles, known, perTask }: Deps): Handler<HandlerResult> {
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
        const places = destination === 'disk' ? await nameFiles(task.jobId, products) : undefined;
        for (const { seq, article } of lines) {
          const product = byId.get(article);
          changes.push(product ? foundChange(seq, product, destination) : absentChange(seq, field, article));
          if (product && destination !== 'links') pictures.push(...picturesOf(seq, product, places));
        }
        const copies = await copyTasks(task.jobId, pictures, { known, fromScratch: request.fromScratch, perTask });
        const output = { found: products.length };
        return { output, changes: [...changes, ...copies.changes], spawn: copies.spawn };
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
  const ids = ({ productId, offerId, skus }: Product): string[] =>
    ({ sku: skus, offer_id: [offerId], product_id: [productId] })[field];
  return new Map(products.flatMap((product) => ids(product).map((id) => [id, product])));
}

/** Ozon's own ids are numbers; anything else would make it refuse the whole call. */
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

function picturesOf(seq: number, product: Product, places?: ReadonlyMap<string, DiskPlace[]>): PictureToCopy[] {
  const { productId, offerId, imageUrls } = product;
  return imageUrls.map((url, index) => {
    const disk = places?.get(productId)?.[index];
    return { seq, article: offerId, n: index + 1, url, ...(disk && { disk }) };
  });
}

const absentChange = (seq: number, field: ArticleField, article: string): ItemChange => ({
  seq,
  set: { status: 'failed' },
  error: {
    code: field === 'sku' && !isAskable(field, article) ? 'article.not_a_sku' : 'product.not_found',
    params: {},
  },
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
