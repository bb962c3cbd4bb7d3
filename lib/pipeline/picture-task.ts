import { z } from 'zod';
import type { JobId } from '../core/ids';
import type { Task } from '../core/task';

const padded = (seq: number) => String(seq).padStart(7, '0');

/** The id of the task of the `n`-th picture (from 1) of a line; ids sort in the order of the list and of the pictures. */
export const pictureTaskId = (job: JobId, seq: number, n: number): string =>
  `${job}/image/${padded(seq)}/${String(n).padStart(3, '0')}`;

/** Where the ids of the pictures of a line begin; those of lines before it sort before. */
export const pictureTasksFrom = (job: JobId, seq: number): string => `${job}/image/${padded(seq)}/`;

const source = z.object({ url: z.string() });

/** The place of a picture and where it comes from; the address is null in a row nobody can read. */
export function pictureOf(task: Pick<Task, 'id' | 'input'>): { seq: number; n: number; url: string | null } {
  const [seq, n] = task.id.split('/').slice(2).map(Number);
  return { seq: seq ?? 0, n: n ?? 0, url: source.safeParse(task.input).data?.url ?? null };
}
