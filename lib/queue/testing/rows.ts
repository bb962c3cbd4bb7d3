import { jobId, storeId } from '../../core/ids';
import type { Item, Job } from '../../core/job';
import { newTaskRow, type Task } from '../../core/task';

export type Seed = { jobs: Job[]; items: Item[]; tasks: Task[] };

const jobRow = (id: string, count: number): Job => ({
  id: jobId.parse(id),
  storeId: storeId.parse('store-1'),
  field: 'offer_id',
  destination: 'cloud',
  status: 'pending',
  createdAt: 1,
  startedAt: null,
  finishedAt: null,
  totalArticles: count,
  processed: 0,
  failedArticles: 0,
  totalImages: count,
  successImages: 0,
  failedImages: 0,
  bytes: 0,
  openTasks: count,
  round: 0,
});

const itemRow = (job: Job, seq: number): Item => ({
  jobId: job.id,
  seq,
  article: `article-${seq}`,
  status: 'processing',
  productId: '1',
  offerId: `article-${seq}`,
  sku: null,
  totalImages: 1,
  successImages: 0,
  failedImages: 0,
  error: null,
  urls: [],
});

/** Rows of a job of `count` found articles with one picture each; task `<id>/image/<seq>` is due at once. */
export function seedJob(id: string, count: number, changes: Partial<Job> = {}): Seed {
  const job = { ...jobRow(id, count), ...changes };
  const places = Array.from({ length: count }, (_, seq) => seq);
  const newTask = (seq: number) => ({ id: `${id}/image/${seq}`, kind: 'copy-image' as const, input: { seq } });
  return {
    jobs: [job],
    items: places.map((seq) => itemRow(job, seq)),
    tasks: places.map((seq) => newTaskRow(newTask(seq), job.id, 0)),
  };
}

/** Rows of several jobs together. */
export const joinSeeds = (...seeds: Seed[]): Seed => ({
  jobs: seeds.flatMap(({ jobs }) => jobs),
  items: seeds.flatMap(({ items }) => items),
  tasks: seeds.flatMap(({ tasks }) => tasks),
});
