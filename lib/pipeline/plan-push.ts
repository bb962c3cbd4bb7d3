import type { JobId, StoreId } from '../core/ids';
import { emptyItem, type Item, type Job } from '../core/job';
import { type PictureSet, type Push, type PushTarget, productsPerPush } from '../core/push';
import { newTaskRow, type Task } from '../core/task';
import { emptyJob } from './plan-job';
import { countPictures } from './push-log';
import { pushPicturesTask } from './push-pictures';

/** A product with the set it should have; `expected` is the set the seller decided on seeing, null to take any. */
export type PushOrder = Omit<PushTarget, 'current'> & { expected: PictureSet | null; next: PictureSet } & Pick<
    Push,
    'undoOf'
  >;

/** The rows of a push: a job, a line and a push per product, and one import per 100 of them. */
export function planPush(
  id: JobId,
  store: StoreId,
  orders: PushOrder[],
  now: number,
): { job: Job; items: Item[]; tasks: Task[]; pushes: Push[] } {
  const seqs = orders.map((_, seq) => seq);
  const tasks: Task[] = [];
  for (let from = 0; from < seqs.length; from += productsPerPush) {
    const batch = { storeId: store, seqs: seqs.slice(from, from + productsPerPush) };
    tasks.push(newTaskRow(pushPicturesTask(id, batch), id, now));
  }
  const items = orders.map(({ productId, offerId, sku, next }, seq) => ({
    ...emptyItem(id, { seq, article: offerId }),
    productId,
    offerId,
    sku,
    totalImages: countPictures(next),
  }));
  const where = { storeId: store, field: 'product_id', destination: 'card' } as const;
  const totalImages = items.reduce((sum, item) => sum + item.totalImages, 0);
  const job: Job = { ...emptyJob(id, where, now), totalArticles: items.length, totalImages, openTasks: tasks.length };
  return { job, items, tasks, pushes: orders.map((order, seq) => newPush(id, seq, store, order, now)) };
}

const newPush = (jobId: JobId, seq: number, store: StoreId, order: PushOrder, now: number): Push => ({
  ...order,
  jobId,
  seq,
  storeId: store,
  createdAt: now,
  state: 'planned',
  before: null,
  after: null,
  sends: 0,
  sentAt: null,
  importTask: null,
  importStatus: null,
  codesBefore: [],
  importedAt: null,
  settledAt: null,
  error: null,
  problems: [],
});
