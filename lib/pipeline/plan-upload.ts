import type { ArticleField } from '../core/article';
import type { JobId, StoreId } from '../core/ids';
import { emptyItem, type Item, type Job } from '../core/job';
import { newTaskRow, type Task } from '../core/task';
import { emptyJob } from './plan-job';
import { uploadFileTask } from './upload-file';

/** A product with the number of pictures kept for it. */
export type UploadLine = Required<Pick<Item, 'article'>> & {
  productId: string;
  offerId: string;
  sku: string | null;
  pictures: number;
};

/** The rows of an upload: a job, a line per product, a task per picture. */
export function planUpload(
  id: JobId,
  { storeId, field, lines }: { storeId: StoreId; field: ArticleField; lines: UploadLine[] },
  now: number,
): { job: Job; items: Item[]; tasks: Task[] } {
  const items = lines.map(
    ({ article, productId, offerId, sku, pictures }, seq): Item => ({
      ...emptyItem(id, { seq, article }),
      ...{ productId, offerId, sku },
      totalImages: pictures,
      status: 'processing',
    }),
  );
  const tasks = lines.flatMap(({ offerId, pictures }, seq) =>
    Array.from({ length: pictures }, (_, index) =>
      newTaskRow(uploadFileTask(id, { seq, article: offerId, n: index + 1 }), id, now),
    ),
  );
  const plain = emptyJob(id, { storeId, field, destination: 'upload' }, now);
  const job = { ...plain, totalArticles: items.length, totalImages: tasks.length, openTasks: tasks.length };
  return { job, items, tasks };
}
