import { z } from 'zod';
import { errorShape } from './app-error';
import { jobId } from './ids';

export const taskKind = z.enum([
  'list-products',
  'match-codes',
  'resolve-products',
  'enqueue-images',
  'copy-image',
  'keep-image',
  'pack-zip',
  'save-file',
  'write-manifest',
  'upload-file',
  'push-pictures',
  'await-import',
]);
export type TaskKind = z.infer<typeof taskKind>;

/**
 * queued → active → done or failed; active → queued for a retry; failed → queued when asked to. `active` is known to the
 * living worker only: in the database such a task is still queued (docs/decisions/006).
 */
export const taskState = z.enum(['queued', 'active', 'done', 'failed']);
export type TaskState = z.infer<typeof taskState>;

/**
 * One unit of work. `id` is also what keeps it from being enqueued twice: it is made from the job, the kind and the
 * thing worked on, and sorts in the order of the list. `input` and `output` are parsed by the kind's handler.
 */
export const task = z.object({
  id: z.string(),
  jobId,
  kind: taskKind,
  state: taskState,
  attempts: z.int(),
  /** Earliest start, ms since 1970; waiting is data, not a sleeping worker. */
  runAt: z.number(),
  input: z.unknown(),
  output: z.unknown(),
  error: errorShape.nullable(),
});
export type Task = z.infer<typeof task>;

export type NewTask = Pick<Task, 'id' | 'kind' | 'input'> & {
  /** What it would give, where that is known beforehand: such a task is written as done and never runs. */
  done?: { output: unknown };
};

export const newTaskRow = ({ done, ...task }: NewTask, job: Task['jobId'], runAt: number): Task => ({
  ...task,
  jobId: job,
  state: done ? 'done' : 'queued',
  attempts: 0,
  runAt,
  output: done?.output ?? null,
  error: null,
});
