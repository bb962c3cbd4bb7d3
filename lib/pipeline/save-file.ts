import { z } from 'zod';
import { jobId } from '../core/ids';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import type { Archives, FileSaver, Shelf } from './shelf';

const source = z.union([
  z.object({ archive: z.string(), from: z.int(), until: z.int() }),
  z.object({ job: jobId, seq: z.int(), n: z.int() }),
]);
const lines = z.array(z.object({ seq: z.int(), count: z.int() }));
const input = z.object({ source, path: z.string(), lines });

/** The saving of a file that holds `count` pictures of each of these lines. `name` keeps it apart from others. */
export function saveFileTask(job: Task['jobId'], name: string, file: z.input<typeof input>): NewTask {
  return { id: `${job}/save/${name}`, kind: 'save-file', input: file };
}

type Deps = { shelf: Shelf; archives: Archives; saver: FileSaver; pause: (job: Task['jobId']) => Promise<void> };

/** Hands a file to the browser's downloads and waits for its end; only then its pictures count as done. */
export function createSaveFile({ shelf, archives, saver, pause }: Deps): Handler<HandlerResult> {
  return {
    async run(task, { signal, connect }) {
      const { source, path, lines } = input.parse(task.input);
      const { jobId: job, id: key } = task;
      const isArchive = 'archive' in source;
      // The archive is whole and on disk: the pictures in it need not be kept a second time.
      if (isArchive) await shelf.clear(job, source.from, source.until);
      let isAsked = false;
      const onAsked = async () => {
        isAsked = true;
        await pause(job);
        await shelf.notice(job, { code: 'disk.asks_where', params: {} });
      };
      const request = { key, source, path, signal, ...(isArchive ? {} : { onAsked }) };
      const saved = await connect(() => saver.save(request));
      const names = { asked: nameIn(path), got: nameIn(saved.path) };
      // A name the user chose is no surprise.
      if (saved.renamed && !isAsked) await shelf.notice(job, { code: 'disk.renamed', params: names });
      await (isArchive ? archives.delete(source.archive) : shelf.drop(job, source.seq, source.n));
      const changes = lines.map(({ seq, count }) => ({ seq, succeeded: count, kept: -count }));
      return { output: { path: saved.path }, changes, spawn: [] };
    },

    onFailed: (task, error) =>
      input.parse(task.input).lines.map(({ seq, count }) => ({ seq, failed: count, kept: -count, error })),
  };
}

const nameIn = (path: string) => path.split(/[\\/]/).at(-1) ?? '';
