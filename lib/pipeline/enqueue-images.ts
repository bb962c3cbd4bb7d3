import { z } from 'zod';
import type { StoredPicture } from '../core/stored-picture';
import type { ItemChange } from '../core/tally';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import { copiedBefore, copyImageTask } from './copy-image';
import { diskPlace, keepImageTask } from './keep-image';
import { type KnownPictures, nothingKnown } from './known-pictures';

const picture = z.object({
  seq: z.int(),
  article: z.string(),
  n: z.int().positive(),
  url: z.string(),
  /** Pictures to be saved on disk only. */
  disk: diskPlace.optional(),
});
export type PictureToCopy = z.infer<typeof picture>;

const input = z.object({ pictures: z.array(picture), fromScratch: z.boolean().optional() });

/** Pictures whose rows are written at once, so that the first ones travel while the others are still being written … */
const atOnce = 48;
/** … and pictures whose rows are written in one transaction after that, at most: others must get a turn between. */
const most = 1000;

type Copies = { spawn: NewTask[]; changes: ItemChange[] };
type Options = {
  known: KnownPictures;
  fromScratch?: boolean | undefined;
  /** Pictures one task enqueues. */
  perTask?: number | undefined;
};

/** Tasks that copy pictures. A long list becomes the first copies and tasks that enqueue the rest, without network. */
export async function copyTasks(job: Task['jobId'], pictures: PictureToCopy[], options: Options): Promise<Copies> {
  const { spawn, changes } = await copiesOf(job, pictures.slice(0, atOnce), options);
  const { fromScratch, perTask = most } = options;
  for (let from = atOnce; from < pictures.length; from += perTask) {
    const part = pictures.slice(from, from + perTask);
    const { seq, n } = part[0] ?? { seq: 0, n: 0 };
    const input = { pictures: part, ...(fromScratch && { fromScratch }) };
    spawn.push({ id: `${job}/enqueue/${seq}-${n}`, kind: 'enqueue-images', input });
  }
  return { spawn, changes };
}

/** A task a picture; those that storage has from the same address are done, and count at once (product.md C5). */
async function copiesOf(job: Task['jobId'], pictures: PictureToCopy[], options: Options): Promise<Copies> {
  const rows = await knownOf(pictures, options);
  const copies: Copies = { spawn: [], changes: [] };
  for (const [index, { disk, ...picture }] of pictures.entries()) {
    const before = rows?.[index];
    if (disk) copies.spawn.push(keepImageTask(job, { ...picture, disk }));
    else if (before?.source === picture.url) {
      const { output, changes } = copiedBefore(picture.seq, before);
      copies.spawn.push({ ...copyImageTask(job, picture), done: { output } });
      copies.changes.push(...changes);
    } else {
      copies.spawn.push(
        copyImageTask(job, { ...picture, ...(before && { before }), ...(!rows && { unchecked: true }) }),
      );
    }
  }
  return copies;
}

/** Undefined where the storage cannot be told now: that is then each picture's own affair, with its own retries. */
function knownOf(pictures: PictureToCopy[], options: Options): Promise<(StoredPicture | undefined)[] | undefined> {
  const toCloud = pictures.some(({ disk }) => !disk);
  const known = options.fromScratch || !toCloud ? nothingKnown : options.known;
  return known(pictures).catch(() => undefined);
}

/** Writes the rows of pictures that a look-up found. */
export function createEnqueueImages({ known }: { known: KnownPictures }): Handler<HandlerResult> {
  return {
    async run({ jobId, input: given }) {
      const { pictures, fromScratch } = input.parse(given);
      return { output: null, ...(await copiesOf(jobId, pictures, { known, fromScratch })) };
    },
    onFailed: (task, error) => input.parse(task.input).pictures.map(({ seq }) => ({ seq, failed: 1, error })),
  };
}
