import { AppError } from '../core/app-error';
import type { JobId } from '../core/ids';
import type { Item, Job } from '../core/job';
import { storedImage } from '../core/stored-picture';
import type { Task } from '../core/task';
import { resultItem } from '../pipeline/job-result';
import { pictureOf, pictureTasksFrom } from '../pipeline/picture-task';
import type { Database } from './db';
import { readRange } from './lists';
import { tasksBetween } from './task-bundles';

/** A line of a job with the tasks of its pictures in picture order. */
export type LineRead = { item: Item; pictures: Task[] };

/** Lines read at a time: what is in memory while a job of any length is read. */
const pageSize = 1000;

/** The job of that id. Errors: `job.not_found`. */
export async function readJob(db: Database, id: JobId): Promise<Job> {
  const job = await db.jobs.get(id);
  if (!job) throw new AppError('job.not_found');
  return job;
}

/** Every line of a job in the order of its list, a page at a time; a page is of one moment, the whole is not. */
export async function* readLines(db: Database, job: Job, size = pageSize): AsyncGenerator<LineRead[]> {
  for (let from = 0; ; from += size) {
    const [items, tasks] = await db.transaction('r', db.items, db.lists, db.tasks, db.bundles, () =>
      Promise.all([
        readRange(db, job.id, from, from + size),
        job.destination === 'links'
          ? []
          : tasksBetween(db, pictureTasksFrom(job.id, from), pictureTasksFrom(job.id, from + size)),
      ]),
    );
    if (items.length === 0) return;
    const pictures = new Map<number, Task[]>(items.map(({ seq }) => [seq, []]));
    for (const task of tasks) pictures.get(pictureOf(task).seq)?.push(task);
    yield items.map((item) => ({ item, pictures: pictures.get(item.seq) ?? [] }));
  }
}

/** Public addresses of the stored ones among pictures of a line, in their order. */
export const urlsOf = (pictures: Task[]): string[] =>
  pictures.flatMap(({ state, output }) => {
    const stored = state === 'done' ? storedImage.safeParse(output).data : undefined;
    return stored ? [stored.publicUrl] : [];
  });

/** Every address of a job in the order of its list: stored ones, or the sources of a links-only job. */
export async function readLinks(db: Database, id: JobId): Promise<string[]> {
  const job = await readJob(db, id);
  const links: string[] = [];
  for await (const page of readLines(db, job))
    for (const { item, pictures } of page)
      for (const url of resultItem(job, item, urlsOf(pictures)).urls) links.push(url);
  return links;
}
