import { z } from 'zod';
import { diskMode, type KeptPicture } from '../core/disk';
import { withEnding } from '../core/file-name';
import type { NewTask, Task } from '../core/task';
import type { Fetch } from '../net/request';
import type { Handler, HandlerResult } from '../queue/ports';
import { createByteBudget } from './byte-budget';
import { fetchPicture } from './fetch-picture';
import { pictureOf, pictureTaskId } from './picture-task';
import { saveFileTask } from './save-file';
import type { Shelf } from './shelf';

/** Where on disk a picture goes, decided before it is fetched. */
export const diskPlace = z.object({ path: z.string(), mode: diskMode });
export type DiskPlace = z.infer<typeof diskPlace>;

const line = z.object({ seq: z.int() });
const input = line.extend({ article: z.string(), n: z.int().positive(), url: z.url(), disk: diskPlace });

/** Larger ones are no pictures of a card (product.md C4). */
const maxBytes = 50 * 1024 * 1024;

/** Bytes fetched and not on disk yet; each is in memory twice, in the worker and on its way to the database. */
const bytesInMemory = 100 * 1024 * 1024;

/** The keeping of the `n`-th picture (from 1) of an article until it is saved. */
export function keepImageTask(job: Task['jobId'], picture: z.input<typeof input>): NewTask {
  return { id: pictureTaskId(job, picture.seq, picture.n), kind: 'keep-image', input: picture };
}

type Deps = { fetch: Fetch; timeoutMs: () => number; shelf: Shelf };

/** Fetches one picture and keeps its bytes in the browser; it counts as done when it is saved. */
export function createKeepImage({ fetch, timeoutMs, shelf }: Deps): Handler<HandlerResult> {
  const memory = createByteBudget(bytesInMemory, maxBytes);
  return {
    async run(task, context) {
      const { seq, n, url, disk } = input.parse(task.input);
      const { jobId: job } = task;
      const kept = await memory.hold(async (weigh): Promise<KeptPicture> => {
        const picture = await fetchPicture({ fetch, timeoutMs }, { url, maxBytes }, context);
        const { bytes, sha256, contentType, extension } = picture;
        const size = bytes.byteLength;
        weigh(size);
        const about = { path: withEnding(disk.path, extension), size, sha256, contentType };
        const blob = new Blob([bytes], { type: contentType });
        const put = async () => {
          // What is put here after the job was cancelled would never be cleared away.
          context.signal.throwIfAborted();
          await shelf.put(job, { ...about, seq, n, url, blob });
        };
        // Like an upload: no more pictures may wait for the disk than there are connections.
        await context.connect(put, { next: true });
        return about;
      });
      const save = { source: { job, seq, n }, path: kept.path, lines: [{ seq, numbers: [n] }] };
      const spawn = disk.mode === 'files' ? [saveFileTask(job, task.id.slice(job.length + 1), save)] : [];
      return { output: kept, changes: [{ seq, kept: 1, bytes: kept.size }], spawn };
    },

    async onFailed(task, error) {
      const { n } = pictureOf(task);
      // Asks for the line only: what is wrong may be the rest of the input.
      const { seq } = line.parse(task.input);
      // A run that was cut short may have put it there.
      await shelf.drop(task.jobId, [{ seq, numbers: [n] }]).catch(() => undefined);
      return [{ seq, failed: 1, error }];
    },
  };
}
