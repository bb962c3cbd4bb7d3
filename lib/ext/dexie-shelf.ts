import Dexie from 'dexie';
import { AppError } from '../core/app-error';
import { keptPicture } from '../core/disk';
import type { JobId } from '../core/ids';
import type { TaskKind } from '../core/task';
import { pictureOf, pictureTaskId, pictureTasksFrom } from '../pipeline/picture-task';
import { linesIn } from '../pipeline/save-file';
import type { Missing, SavedPicture, Shelf, ShelvedLine } from '../pipeline/shelf';
import type { Database } from './db';
import { readRange } from './lists';
import { readLines } from './read-job';
import { tasksBetween } from './task-bundles';

/** Lines read at a time: what is in memory, besides what is being packed. */
const pageSize = 100;

/** Kept pictures in IndexedDB, which puts Blobs into files of their own: no bytes pass through memory again. */
export function createDexieShelf(db: Database): Shelf {
  const blobsOf = (job: JobId, from: number, until: number) =>
    db.blobs.where('[jobId+seq+n]').between([job, from, Dexie.minKey], [job, until, Dexie.minKey], true, false);

  /**
   * A picture is there for others once its task has settled: until then it may be fetched again, and be put here after
   * the archive with it was written.
   */
  const readPage = (job: JobId, from: number) =>
    db.transaction('r', [db.items, db.lists, db.blobs, db.tasks, db.bundles], async () => {
      const until = from + pageSize;
      const [items, blobs, tasks] = await Promise.all([
        readRange(db, job, from, until),
        blobsOf(job, from, until).toArray(),
        tasksBetween(db, pictureTasksFrom(job, from), pictureTasksFrom(job, until)),
      ]);
      const done = new Set(tasks.filter(({ state }) => state === 'done').map(({ id }) => id));
      return { items, blobs: blobs.filter(({ seq, n }) => done.has(pictureTaskId(job, seq, n))) };
    });

  return {
    async put(jobId, picture) {
      await db.blobs.put({ ...picture, jobId }).catch((thrown: unknown) => {
        throw diskFullOf(thrown) ?? thrown;
      });
    },

    async *lines(job, from): AsyncGenerator<ShelvedLine> {
      for (let at = from; ; at += pageSize) {
        const { items, blobs } = await readPage(job, at);
        if (items.length === 0) return;
        for (const item of items) yield { item, pictures: blobs.filter(({ seq }) => seq === item.seq) };
      }
    },

    async drop(job, lines) {
      const places = lines.flatMap(({ seq, numbers }) => numbers.map((n): [JobId, number, number] => [job, seq, n]));
      await db.blobs.bulkDelete(places);
    },

    job: (id) => db.jobs.get(id),

    fetched: (id) => fetchedOf(db, id),

    missing: (id) => missingOf(db, id),

    async notice(id, notice) {
      await db.transaction('rw', db.jobs, async () => {
        const job = await db.jobs.get(id);
        // Said once: the first file tells as much as the thousandth.
        if (job && job.notice?.code !== notice.code) await db.jobs.put({ ...job, notice });
      });
    },
  };
}

const failedOf = (db: Database, id: JobId, kind: TaskKind) =>
  db.tasks
    .where('[jobId+kind+state+runAt]')
    .between([id, kind, 'failed', Dexie.minKey], [id, kind, 'failed', Dexie.maxKey])
    .toArray();

/** Files that could not be saved, with what is in them. */
async function unsavedOf(db: Database, id: JobId) {
  const tasks = await failedOf(db, id, 'save-file');
  return tasks.flatMap(({ input, error }) =>
    linesIn(input).flatMap(({ seq, numbers }) => numbers.map((n) => ({ seq, n, error }))),
  );
}

async function* fetchedOf(db: Database, id: JobId): AsyncGenerator<SavedPicture> {
  const job = await db.jobs.get(id);
  if (!job) return;
  const unsaved = new Set((await unsavedOf(db, id)).map(({ seq, n }) => pictureTaskId(id, seq, n)));
  for await (const page of readLines(db, job))
    for (const { item, pictures } of page)
      for (const task of pictures) {
        const { data } = keptPicture.safeParse(task.output);
        const { seq, n, url } = pictureOf(task);
        if (data && task.state === 'done' && !unsaved.has(task.id)) yield { item, ...data, seq, n, url: url ?? '' };
      }
}

async function* missingOf(db: Database, id: JobId): AsyncGenerator<Missing> {
  const unfetched = (await failedOf(db, id, 'keep-image')).map((task) => ({ ...pictureOf(task), error: task.error }));
  const unsaved = (await unsavedOf(db, id)).map((picture) => ({ ...picture, url: null }));
  const lines = await db.items.where({ jobId: id, status: 'failed' }).toArray();
  const articles = new Map(lines.map(({ seq, article }) => [seq, article]));
  for (const { article, totalImages, error } of lines)
    if (totalImages === 0 && error) yield { article, number: null, url: null, error };
  for (const { seq, n, url, error } of [...unfetched, ...unsaved]) {
    const article = articles.get(seq) ?? (await db.items.get([id, seq]))?.article ?? '';
    if (error) yield { article, number: n, url, error };
  }
}

/** `disk.full` for what browsers throw when there is no room left. */
export function diskFullOf(thrown: unknown): AppError | undefined {
  const names = [thrown, thrown instanceof Error && 'inner' in thrown ? thrown.inner : undefined].map((error) =>
    error instanceof Error || error instanceof DOMException ? error.name : '',
  );
  return names.includes('QuotaExceededError') ? new AppError('disk.full', { cause: thrown }) : undefined;
}
