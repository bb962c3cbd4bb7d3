import { AppError } from '../core/app-error';
import type { Job } from '../core/job';
import type { NewTask, Task } from '../core/task';
import type { Handler } from '../queue/ports';
import { manifestCsv, manifestJson } from './manifest';
import { saveFileTask } from './save-file';
import type { Archives, Shelf } from './shelf';

/** How often it is looked whether all pictures have ended. */
const lookMs = 1500;

/** Text written at once: a row alone would be a message to another process. */
const pieceLength = 64 * 1024;

/** The writing of the list beside pictures that are files of their own. `round` keeps repeated runs of a job apart. */
export function writeManifestTask(job: Task['jobId'], round: number): NewTask {
  return { id: `${job}/manifest/${round}`, kind: 'write-manifest', input: null };
}

const nameOf = ({ id, createdAt }: Pick<Job, 'id' | 'createdAt'>) =>
  `manifest-${new Date(createdAt).toISOString().slice(0, 10)}-${id.slice(0, 8)}`;

/**
 * Writes what a job saved, as JSON and CSV, once every picture has ended, and queues the saving of both. Names on disk are
 * made safe; the true articles are in these.
 */
export function createWriteManifest({ shelf, archives }: { shelf: Shelf; archives: Archives }): Handler {
  return {
    async run({ jobId, id }, { signal, now }) {
      const job = await shelf.job(jobId);
      if (!job) throw new AppError('job.not_found');
      // The only task left open is this one: nothing else will come.
      if (job.openTasks > 1) return { runAt: now() + lookMs };
      if (job.successImages === 0) return { output: null, changes: [], spawn: [] };
      const listed = { pictures: () => shelf.fetched(jobId), missing: () => shelf.missing(jobId) };
      const files = { json: manifestJson({ ...job, part: 1 }, listed), csv: manifestCsv(listed) };
      const spawn: NewTask[] = [];
      for (const [ending, text] of Object.entries(files)) {
        const name = `${nameOf(job)}.${ending}`;
        await archives.write(name, streamOf(text), signal);
        const round = id.split('/').at(-1);
        spawn.push(
          saveFileTask(jobId, `manifest/${round}/${ending}`, { source: { archive: name }, path: name, lines: [] }),
        );
      }
      return { output: null, changes: [], spawn };
    },

    // The pictures are saved; a list that is missing takes nothing from them.
    onFailed: () => [],
  };
}

/** Text as bytes, in pieces worth a write. */
function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      let piece = '';
      while (piece.length < pieceLength) {
        const { value, done } = await text.next();
        if (done) {
          controller.enqueue(encoder.encode(piece));
          return controller.close();
        }
        piece += value;
      }
      controller.enqueue(encoder.encode(piece));
    },
  });
}
