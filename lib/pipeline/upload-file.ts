import { z } from 'zod';
import { AppError } from '../core/app-error';
import { sniffImageType } from '../core/image-type';
import { workKeyFor } from '../core/object-key';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import type { Cloud } from './copy-image';
import { pictureTaskId } from './picture-task';
import { createSendPicture, type SendDeps } from './send-picture';

const line = z.object({ seq: z.int() });
const input = line.extend({ article: z.string(), n: z.int().positive() });

/** The upload of the `n`-th picture (from 1) the seller gave for an article. */
export function uploadFileTask(job: Task['jobId'], picture: z.input<typeof input>): NewTask {
  return { id: pictureTaskId(job, picture.seq, picture.n), kind: 'upload-file', input: picture };
}

/** A picture as it was kept: the file it came from may be gone since. `sha256` in base64. */
export type KeptFile = { blob: Blob; sha256: string };

/** Pictures of the seller's own files, kept in the browser until storage has them. */
export type KeptFiles = (job: Task['jobId'], seq: number, n: number) => Promise<KeptFile | undefined>;

type Deps = SendDeps & { cloud: () => Promise<Cloud>; files: KeptFiles };

/**
 * Brings one picture of the seller's own to storage: presign, PUT, in parts when it is large. The key follows from job
 * and content, so a repeat after a crash writes the same object again. The kept bytes stay: they go when the job has
 * noted the upload.
 * Errors: `file.lost`, `companion.*`, `storage.*`.
 */
export function createUploadFile({ cloud, files, ...sending }: Deps): Handler<HandlerResult> {
  const send = createSendPicture(sending);

  async function pictureOf({ jobId }: Task, seq: number, n: number) {
    const kept = await files(jobId, seq, n);
    // A browser may lose what it kept; the row is there then, and its bytes are not.
    const head = await kept?.blob
      .slice(0, 16)
      .arrayBuffer()
      .catch(() => undefined);
    const type = head && sniffImageType(new Uint8Array(head));
    if (!kept || !type) throw new AppError('file.lost');
    return { ...kept, ...type };
  }

  return {
    async run(task, context) {
      const { seq, article, n } = input.parse(task.input);
      const target = await cloud();
      const { blob, sha256, contentType, extension } = await pictureOf(task, seq, n);
      const key = workKeyFor(target.userId, task.jobId, { article, n, sha256, extension });
      const { size } = blob;
      // As it is kept: the browser sends it from disk, and no picture is in memory as a whole.
      const output = await send(task, target, { key, sha256, contentType, size, body: blob }, context);
      return { output, changes: [{ seq, succeeded: 1, bytes: size }], spawn: [] };
    },

    // Asks for the line only: what is wrong may be the rest of the input.
    onFailed: (task, error) => [{ seq: line.parse(task.input).seq, failed: 1, error }],
  };
}
