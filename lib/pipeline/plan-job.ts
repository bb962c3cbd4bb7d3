import type { JobField } from '../core/article';
import type { DiskPlan } from '../core/disk';
import type { JobId, StoreId } from '../core/ids';
import { type DownloadDestination, emptyItem, type Item, type Job, type Line } from '../core/job';
import { newTaskRow, type Task } from '../core/task';
import { maxIdsPerRead } from '../ozon/api';
import { listProductsTask } from './list-products';
import { matchCodesTask } from './match-codes';
import { packZipTask } from './pack-zip';
import { lookupWhere, resolveByIdTask, resolveProductsTask } from './resolve-products';
import { writeManifestTask } from './write-manifest';

export type JobRequest = {
  storeId: StoreId;
  field: JobField;
  destination: DownloadDestination;
  /** How to save; for the destination `disk`. */
  disk?: DiskPlan | undefined;
  /** Fetches and sends everything, whatever storage is known to hold. */
  fromScratch?: boolean | undefined;
  /** The list; empty with `wholeStore`. */
  articles: string[];
  /** Every product of the store, archived ones too. */
  wholeStore?: true | undefined;
};

/** The rows of a new job: the job, a line per article, and a look-up per 1000 lines; or the listing of a whole store. */
export function planJob(id: JobId, request: JobRequest, now: number): { job: Job; items: Item[]; tasks: Task[] } {
  const { articles, storeId, field, destination, wholeStore } = request;
  const where = { storeId, field, destination, ...(request.fromScratch && { fromScratch: true }) };
  const lines = articles.map((article, seq) => ({ seq, article }));
  const tasks = [
    ...(wholeStore ? planListing(id, 0, where, now) : []),
    ...planLookups(id, 0, where, lines, now),
    ...planPacking(id, 0, 1, request.disk, now),
  ];
  const job: Job = {
    ...emptyJob(id, where, now),
    ...(request.disk && { disk: request.disk }),
    ...(wholeStore && { wholeStore }),
    totalArticles: articles.length,
    openTasks: tasks.length,
  };
  return { job, items: lines.map((line) => emptyItem(id, line)), tasks };
}

type Where = Pick<Job, 'storeId' | 'field' | 'destination' | 'fromScratch'>;

/** The listing of a whole store, from the beginning: what is in the list already is not listed again. */
export const planListing = (id: JobId, round: number, where: Where, now: number): Task[] => [
  newTaskRow(listProductsTask(id, round, lookupWhere.parse(where)), id, now),
];

/** Look-ups for lines of a job, as many as Ozon's limit of ids per call needs; vendor codes find their products first. */
export function planLookups(id: JobId, round: number, where: Where, lines: Line[], now: number): Task[] {
  const { field } = where;
  const shared = lookupWhere.parse(where);
  const known = lines.filter(({ lookupId }) => lookupId !== undefined);
  const others = lines.filter(({ lookupId }) => lookupId === undefined);
  const tasks = [
    ...partsOf(known).map((part) => resolveByIdTask(id, round, shared, part)),
    ...partsOf(others).map((part) =>
      field === 'vendor_code'
        ? matchCodesTask(id, { ...shared, round, lines: part })
        : resolveProductsTask(id, round, { ...shared, field, lines: part }),
    ),
  ];
  return tasks.map((task) => newTaskRow(task, id, now));
}

function partsOf<T>(lines: T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < lines.length; from += maxIdsPerRead) parts.push(lines.slice(from, from + maxIdsPerRead));
  return parts;
}

/** What ends a job to disk: the packing of what it keeps, from its part `part` on, or the list beside single files. */
export function planPacking(id: JobId, round: number, part: number, disk: DiskPlan | undefined, now: number): Task[] {
  if (!disk) return [];
  const isZip = disk.mode === 'zip';
  return [
    newTaskRow(isZip ? packZipTask(id, round, { part, from: 0, packed: 0 }) : writeManifestTask(id, round), id, now),
  ];
}

/** A job that has just been made and has no lines yet. */
export const emptyJob = (id: JobId, where: Where, now: number): Job => ({
  id,
  ...where,
  status: 'pending',
  createdAt: now,
  startedAt: null,
  finishedAt: null,
  totalArticles: 0,
  processed: 0,
  failedArticles: 0,
  totalImages: 0,
  successImages: 0,
  failedImages: 0,
  bytes: 0,
  openTasks: 0,
  round: 0,
});
