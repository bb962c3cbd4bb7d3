import type { Job } from '../core/job';
import type { PushRow } from '../core/push-list';
import type { Database } from './db';
import { readLines, urlsOf } from './read-job';

/** Products of an upload all of whose pictures are in storage, by product id, with their public addresses in order. */
export async function readUpload(db: Database, job: Job): Promise<PushRow[]> {
  const rows: PushRow[] = [];
  for await (const page of readLines(db, job))
    for (const { item, pictures } of page) {
      const urls = urlsOf(pictures);
      // A set with a hole in it would replace a whole one.
      if (item.productId !== null && urls.length > 0 && urls.length === item.totalImages)
        rows.push({ article: item.productId, urls, images360: [] });
    }
  return rows;
}
