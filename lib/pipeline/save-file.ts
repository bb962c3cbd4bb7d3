import { z } from 'zod';
import { jobId } from '../core/ids';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import type { Archives, FileSaver, Shelf } from './shelf';

const source = z.union([z.object({ archive: z.string() }), z.object({ job: jobId, seq: z.int(), n: z.int() })]);

/** Which pictures of which lines a file holds. */
export const savedLines = z.array(z.object({ seq: z.int(), numbers: z.array(z.int()) }));
const input = z.object({ source, path: z.string(), lines: savedLines });

/** The pictures in the input of such a task; none in one nobody can read. */
export const linesIn = (given: unknown): z.infer<typeof savedLines> => input.safeParse(given).data?.lines ?? [];

/** The saving of a file with these pictures. `name` keeps it apart from others. */
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
      // The archive is whole and on disk: the pictures in it need not be kept a second time. Those and no others: a
      // retry may have brought what these lines lacked.
      if (isArchive) await shelf.drop(job, lines);
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
      await (isArchive ? archives.delete(source.archive) : shelf.drop(job, lines));
      const changes = lines.map(({ seq, numbers: { length } }) => ({ seq, succeeded: length, kept: -length }));
      return { output: { path: saved.path }, changes, spawn: [] };
    },

    onFailed: (task, error) =>
      input
        .parse(task.input)
        .lines.map(({ seq, numbers: { length } }) => ({ seq, failed: length, kept: -length, error })),
  };
}

const nameIn = (path: string) => path.split(/[\\/]/).at(-1) ?? '';
