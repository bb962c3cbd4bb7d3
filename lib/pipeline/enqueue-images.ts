import { z } from 'zod';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import { copyImageTask } from './copy-image';

const picture = z.object({ seq: z.int(), article: z.string(), n: z.int().positive(), url: z.string() });
export type PictureToCopy = z.infer<typeof picture>;

const input = z.object({ pictures: z.array(picture) });

/** Pictures whose rows are written at once, so that the first ones travel while the others are still being written … */
const atOnce = 48;
/** … and pictures whose rows are written in one transaction after that: others must get a turn between. */
const perTask = 1000;

/** Tasks that copy pictures. A long list becomes the first copies and tasks that enqueue the rest, without network. */
export function copyTasks(job: Task['jobId'], pictures: PictureToCopy[]): NewTask[] {
  const tasks = pictures.slice(0, atOnce).map((picture) => copyImageTask(job, picture));
  for (let from = atOnce; from < pictures.length; from += perTask) {
    const part = pictures.slice(from, from + perTask);
    const { seq, n } = part[0] ?? { seq: 0, n: 0 };
    tasks.push({ id: `${job}/enqueue/${seq}-${n}`, kind: 'enqueue-images', input: { pictures: part } });
  }
  return tasks;
}

/** Writes the rows of pictures that a look-up found. */
export const enqueueImages: Handler<HandlerResult> = {
  async run({ jobId, input: given }) {
    const { pictures } = input.parse(given);
    return { output: null, changes: [], spawn: pictures.map((picture) => copyImageTask(jobId, picture)) };
  },
  onFailed: (task, error) => input.parse(task.input).pictures.map(({ seq }) => ({ seq, failed: 1, error })),
};
