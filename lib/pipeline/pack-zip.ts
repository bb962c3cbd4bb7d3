import { makeZip } from 'client-zip';
import { z } from 'zod';
import { AppError } from '../core/app-error';
import type { Job } from '../core/job';
import type { NewTask, Task } from '../core/task';
import type { Handler } from '../queue/ports';
import { manifestCsv, manifestJson } from './manifest';
import { saveFileTask } from './save-file';
import type { Archives, Shelf } from './shelf';
import { createZipPart, isEnough } from './zip-part';

/** `from` is the first line not packed yet, `packed` the bytes in earlier parts. */
const input = z.object({ part: z.int().positive(), from: z.int(), packed: z.number() });

/**
 * How soon it is looked again whether a part can be packed: while pictures come, while one of them is late, and after a
 * part could not be written.
 */
const lookMs = { coming: 1500, late: 15_000, broken: 60_000 };

const megabyte = 1024 * 1024;

/** The packing of a part (from 1) of a job's archive. `round` keeps repeated runs of a job apart. */
export function packZipTask(job: Task['jobId'], round: number, part: z.input<typeof input>): NewTask {
  return { id: `${job}/pack/${round}/${String(part.part).padStart(5, '0')}`, kind: 'pack-zip', input: part };
}

/** Name of an archive: the same at every run of the task, and no two jobs share one. */
export const archiveName = ({ id, createdAt }: Pick<Job, 'id' | 'createdAt'>, part: number): string =>
  `ozon-images-${new Date(createdAt).toISOString().slice(0, 10)}-${id.slice(0, 8)}${part > 1 ? `-part-${part}` : ''}.zip`;

type Deps = { shelf: Shelf; archives: Archives };

/**
 * Packs kept pictures into an archive as soon as there are enough for a part, or no others will come. It then queues the
 * saving of that archive, and the packing of the next part. Pictures are stored as they are; bytes pass through in
 * pieces and are never together in memory.
 */
export function createPackZip({ shelf, archives }: Deps): Handler {
  return {
    async run({ jobId, id, input: given }, { signal, now }) {
      const { part, from, packed } = input.parse(given);
      const job = await shelf.job(jobId);
      if (!job?.disk) throw new AppError('job.not_found');
      // The only task left open is this one: nothing else will come.
      const isLast = job.openTasks <= 1;
      const maxBytes = job.disk.partMb * megabyte;
      if (!isLast) {
        if (job.bytes - packed < maxBytes) return { runAt: now() + lookMs.coming };
        if (!(await isEnough(shelf.lines(jobId, from), maxBytes))) return { runAt: now() + lookMs.late };
      }

      const packing = createZipPart(shelf.lines(jobId, from), maxBytes);
      if (!(await packing.hasPictures())) return nothingPacked;
      // Written last, when all of that is known.
      const listed = { pictures: () => packing.packed, missing: () => (isLast ? shelf.missing(jobId) : []) };
      const manifest = () => [
        { name: 'manifest.json', input: encoded(manifestJson({ ...job, part }, listed)), lastModified: new Date() },
        { name: 'manifest.csv', input: encoded(manifestCsv(listed)), lastModified: new Date() },
      ];
      const name = archiveName(job, part);
      let size: number;
      try {
        size = await archives.write(name, makeZip(packing.entries(manifest), { buffersAreUTF8: true }), signal);
      } catch (thrown) {
        // A failure now would leave those pictures without an end that are still to come: only the last one is final.
        if (isLast || signal.aborted) throw thrown;
        return { runAt: now() + lookMs.broken };
      }

      const { lines, until, bytes, isWhole } = packing.result();
      const round = Number(id.split('/')[2] ?? 0);
      const spawn = [saveFileTask(jobId, `zip/${round}/${part}`, { source: { archive: name }, path: name, lines })];
      if (!isLast || !isWhole)
        spawn.push(packZipTask(jobId, round, { part: part + 1, from: until, packed: packed + bytes }));
      return { output: { name, size }, changes: [], spawn };
    },

    async onFailed({ jobId, input: given }, error) {
      const changes = [];
      for await (const { item, pictures } of shelf.lines(jobId, input.parse(given).from)) {
        const count = pictures.length;
        if (count > 0) changes.push({ seq: item.seq, failed: count, kept: -count, error });
      }
      return changes;
    },
  };
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}

const nothingPacked = { output: null, changes: [], spawn: [] };
