import type { JobId } from '../../core/ids';
import { executionMs, resultCounts, resultItem } from '../../pipeline/job-result';
import type { Database } from '../db';
import { readJob, readLines, urlsOf } from '../read-job';

const indented = (value: object) => JSON.stringify(value, null, 2).replaceAll('\n', '\n    ');

/** The whole result of a job as a JSON file (product.md C8). Errors: `job.not_found`. */
export async function jsonFile(db: Database, id: JobId): Promise<Blob> {
  const job = await readJob(db, id);
  const counts = JSON.stringify(resultCounts(job), null, 2).slice(0, -2);
  const parts: BlobPart[] = [`${counts},\n  "items": [`];
  let separator = '\n    ';
  for await (const page of readLines(db, job)) {
    const items = page.map(({ item, pictures }) => indented(resultItem(job, item, urlsOf(pictures))));
    // Each part is handed over at once: the browser may keep it on disk, the page could not.
    parts.push(new Blob([separator + items.join(',\n    ')]));
    separator = ',\n    ';
  }
  parts.push(`\n  ],\n  "execution_time_ms": ${executionMs(job, Date.now())}\n}\n`);
  return new Blob(parts, { type: 'application/json' });
}
