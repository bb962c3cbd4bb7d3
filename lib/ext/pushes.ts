import { AppError } from '../core/app-error';
import type { ArticleField } from '../core/article';
import { type JobId, jobId, type StoreId } from '../core/ids';
import { preflight } from '../core/preflight';
import type { PictureSet, PushTarget } from '../core/push';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import { type PushOrder, planPush } from '../pipeline/plan-push';
import type { Queue } from '../queue/queue';
import type { Database } from './db';
import type { MessageOutput } from './messages';
import { isBeingPushed } from './push-rows';

type Deps = {
  db: Database;
  ozon: OzonApi;
  credentialOf: (store: StoreId) => Promise<Credential>;
  queue: Queue;
  now: () => number;
};

/** Commands of the push window. Nothing here calls the import: that is the queue's, from rows on disk. */
export function createPushes({ db, ozon, credentialOf, queue, now }: Deps) {
  async function create(store: StoreId, orders: PushOrder[]): Promise<{ id: JobId }> {
    const id = jobId.parse(crypto.randomUUID());
    const { job, items, tasks, pushes } = planPush(id, store, orders, now());
    await db.transaction('rw', db.jobs, db.items, db.tasks, db.pushes, async () => {
      // Inside the transaction: two windows may confirm at the same moment.
      const ids = orders.map(({ productId }) => productId);
      if (new Set(ids).size < ids.length || (await isBeingPushed(db, ids))) throw new AppError('push.busy');
      await db.pushes.bulkAdd(pushes);
      await db.items.bulkAdd(items);
      await db.tasks.bulkAdd(tasks);
      await db.jobs.add(job);
    });
    void queue.pump();
    return { id };
  }

  return {
    /** Cards by ids, and how many products Ozon still lets the store update today. */
    async read({ storeId, field, ids }: Question): Promise<MessageOutput<'push.read'>> {
      const credential = await credentialOf(storeId);
      const { signal } = new AbortController();
      const cards = await ozon.cards(credential, field, ids, signal);
      // Worth showing, not worth failing for: the import itself is refused when nothing is left.
      const quota = await ozon.quota(credential, signal).catch(() => null);
      const known = new Set(cards.flatMap(({ productId, offerId, sku }) => [productId, offerId, sku]));
      return {
        products: cards.map(({ errorCodes: _, ...target }) => target),
        missing: ids.filter((id) => !known.has(id)),
        quota,
      };
    },

    /** Starts a push of what the seller has confirmed. Errors: the first `push.*` or `picture.*` that blocks it. */
    async start({ storeId, items, allowMore }: { storeId: StoreId; items: Order[]; allowMore: boolean }) {
      if (!(await db.stores.get(storeId))) throw new AppError('store.not_found');
      for (const { current, next } of items) {
        const [problem] = preflight(current, next, { allowMore }).filter(({ level }) => level === 'block');
        if (problem) throw new AppError(problem.reason.code, { params: problem.reason.params });
      }
      return create(
        storeId,
        items.map(({ current, ...order }) => ({ ...order, expected: current, undoOf: null })),
      );
    },

    /** Puts back the set a product had before a push, in place of the one the seller was shown to be there now. */
    async undo({ id, seq, expected }: { id: JobId; seq: number; expected: PictureSet }) {
      const push = await db.pushes.get([id, seq]);
      if (!push?.before || push.sends === 0) throw new AppError('push.nothing_to_undo');
      const { productId, offerId, sku, name, storeId, before } = push;
      const undoOf = { jobId: id, seq };
      return create(storeId, [{ productId, offerId, sku, name, expected, next: before, undoOf }]);
    },
  };
}

type Question = { storeId: StoreId; field: ArticleField; ids: string[] };
type Order = PushTarget & { next: PictureSet };
