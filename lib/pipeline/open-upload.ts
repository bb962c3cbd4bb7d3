import { z } from 'zod';
import { jobId } from '../core/ids';
import type { Task } from '../core/task';

/** An upload in parts as it is written down before its first part is sent. */
export const openUpload = z.object({
  uploadId: z.string(),
  taskId: z.string(),
  jobId,
  key: z.string(),
  /** The storage it went to, which may be another than the one of now. */
  place: z.string(),
  /** The bytes it is of: parts of other bytes must never meet in one object. */
  sha256: z.string(),
  size: z.int().positive(),
  /** Bytes of every part but the last. Kept: an upload whose parts change their size is refused. */
  partSize: z.int().positive(),
  /** ms since 1970. */
  startedAt: z.number(),
  /** Nobody will go on with it; the storage is to forget it. */
  dropped: z.boolean().optional(),
  /** The object is there, though its task may not have settled yet. */
  finished: z.object({ publicUrl: z.string(), etag: z.string().nullable() }).optional(),
});
export type OpenUpload = z.infer<typeof openUpload>;

/** Uploads that have begun, on disk: a worker may die between any two parts. */
export interface OpenUploads {
  /** The uploads of a task that are not given up, one at most in each place. */
  find(task: Task['id']): Promise<OpenUpload[]>;
  put(upload: OpenUpload): Promise<void>;
  /** Gives an upload up: the storage is told to forget it, later if it cannot be told now. */
  drop(upload: OpenUpload): Promise<void>;
  /** The storage knows it no longer. */
  forget(upload: OpenUpload): Promise<void>;
}
