import { z } from 'zod';
import type { StoreId } from '../core/ids';
import type { Job } from '../core/job';
import type { NewTask } from '../core/task';
import { visibility } from '../core/vendor-code';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import { firstPlace, placeAfter } from '../ozon/list-api';
import type { Handler, HandlerResult } from '../queue/ports';
import { type LookupWhere, lookupWhere, resolveByIdTask } from './resolve-products';

const input = lookupWhere.extend({
  round: z.int(),
  /** Pages before this one. */
  page: z.int(),
  visibility,
  lastId: z.string(),
});

/** One page of a store's products. `round` keeps a repeated listing apart from the first. */
function pageTask(job: Job['id'], place: z.infer<typeof input>): NewTask {
  const page = String(place.page).padStart(5, '0');
  return { id: `${job}/list/${place.round}/${page}`, kind: 'list-products', input: place };
}

/** The listing of a whole store, from the beginning. */
export const listProductsTask = (job: Job['id'], round: number, where: LookupWhere): NewTask =>
  pageTask(job, { ...where, round, page: 0, ...firstPlace });

type Deps = { ozon: OzonApi; credentialOf: (store: StoreId) => Promise<Credential> };

/**
 * Lists one page of a store: its products become lines of the job with one look-up, and the next page a task. All of
 * that is written at once, so a stopped worker repeats one page at most, and what is listed already is left out.
 */
export function createListProducts({ ozon, credentialOf }: Deps): Handler<HandlerResult> {
  return {
    async run({ jobId, input: given }, { signal, connect }) {
      const here = input.parse(given);
      const where = lookupWhere.parse(here);
      const credential = await credentialOf(where.storeId);
      const page = await connect(() => ozon.productPage(credential, here, signal));
      const next = placeAfter(here, page);
      return {
        output: { listed: page.count, total: page.total },
        changes: [],
        spawn: next ? [pageTask(jobId, { ...here, ...next, page: here.page + 1 })] : [],
        append: {
          once: true,
          lines: page.products.map(({ productId, offerId }) => ({ article: offerId, lookupId: productId })),
          tasksOf: (lines) => [resolveByIdTask(jobId, here.round, where, lines)],
        },
      };
    },

    // There is no line to tell it: the job itself keeps the reason.
    onFailed: () => [],
  };
}
