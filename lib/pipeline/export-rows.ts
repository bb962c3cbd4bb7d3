import { keptPicture } from '../core/disk';
import { type Item, type Job, lineOf } from '../core/job';
import { storedImage } from '../core/stored-picture';
import type { Task } from '../core/task';
import { pictureOf } from './picture-task';

/** Columns of a table export, in order. The words are those of the JSON result (product.md C8) where it has them. */
export const exportColumns = [
  'article',
  'product_id',
  'offer_id',
  'sku',
  'status',
  'picture',
  'picture_status',
  'url',
  'file',
  'source_url',
  'size_bytes',
  'content_type',
  'sha256',
  'error',
] as const;

/** Columns that hold numbers. All others are text: an article or an id must keep its zeros and its digits. */
export const numberColumns: ReadonlySet<ExportColumn> = new Set(['picture', 'size_bytes']);

export type ExportColumn = (typeof exportColumns)[number];
export type ExportRow = Record<ExportColumn, string | number | null>;

const pictureStates = { queued: 'pending', active: 'pending', done: 'success', failed: 'failed' } as const;

/**
 * A line of a job as rows of a table, one a picture; a line without pictures is one row. `pictures` are the tasks of the
 * line's pictures, in order; a links-only job has its addresses in the line.
 */
export function exportRows(job: Job, item: Item, pictures: Task[]): ExportRow[] {
  const line = lineOf(job, item);
  const rows = job.destination === 'links' ? line.urls.map(linkPart) : pictures.map((task) => picturePart(job, task));
  const { article, productId: product_id, offerId: offer_id, sku, status } = line;
  const ids = { article, product_id, offer_id, sku, status };
  if (rows.length === 0) return [{ ...ids, ...noPicture, error: line.error?.code ?? null }];
  return rows.map((row) => ({ ...ids, ...row }));
}

type PicturePart = Omit<ExportRow, 'article' | 'product_id' | 'offer_id' | 'sku' | 'status'>;

const noPicture: PicturePart = {
  picture: null,
  picture_status: null,
  url: null,
  file: null,
  source_url: null,
  size_bytes: null,
  content_type: null,
  sha256: null,
  error: null,
};

const linkPart = (url: string, index: number): PicturePart => ({
  ...noPicture,
  picture: index + 1,
  picture_status: 'success',
  url,
  source_url: url,
});

function picturePart(job: Job, task: Task): PicturePart {
  const state = pictureStates[task.state];
  const output = task.state === 'done' ? task.output : undefined;
  const stored = storedImage.safeParse(output).data;
  const kept = keptPicture.safeParse(output).data;
  const picture = pictureOf(task);
  return {
    picture: picture.n,
    picture_status: state === 'pending' && job.status === 'cancelled' ? 'cancelled' : state,
    url: stored?.publicUrl ?? null,
    file: kept?.path ?? null,
    source_url: picture.url,
    size_bytes: (stored ?? kept)?.size ?? null,
    content_type: (stored ?? kept)?.contentType ?? null,
    sha256: (stored ?? kept)?.sha256 ?? null,
    error: task.state === 'failed' ? (task.error?.code ?? null) : null,
  };
}
