import { z } from 'zod';
import { AppError } from '../core/app-error';
import { sniffImageType } from '../core/image-type';
import { workKeyFor } from '../core/object-key';
import type { StoredImage } from '../core/stored-picture';
import type { NewTask, Task } from '../core/task';
import type { Handler, HandlerResult } from '../queue/ports';
import type { ObjectStorage } from '../storage/object-storage';
import type { Cloud } from './copy-image';
import { pictureTaskId } from './picture-task';

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

type Deps = { cloud: () => Promise<Cloud>; storage: ObjectStorage; files: KeptFiles };

/**
 * Brings one picture of the seller's own to storage: presign, PUT. The key follows from job and content, so a repeat
 * after a crash writes the same object again. The kept bytes stay: they go when the job has noted the upload.
 * Errors: `file.lost`, `companion.*`, `storage.*`.
 */
export function createUploadFile({ cloud, storage, files }: Deps): Handler<HandlerResult> {
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
    async run(task, { signal, connect }) {
      const { seq, article, n } = input.parse(task.input);
      const { userId, presigner } = await cloud();
      const { blob, sha256, contentType, extension } = await pictureOf(task, seq, n);
      const key = workKeyFor(userId, task.jobId, { article, n, sha256, extension });
      const { size } = blob;
      const upload = await presigner.presign({
        r2_path: key,
        content_type: contentType,
        content_length: size,
        checksum_sha256: sha256,
      });
      // As it is kept: the browser sends it from disk, and no picture is in memory as a whole.
      const { etag } = await connect(() => storage.put(upload, blob, signal));
      const output: StoredImage = { key, publicUrl: upload.public_url, etag, size, sha256, contentType };
      return { output, changes: [{ seq, succeeded: 1, bytes: size }], spawn: [] };
    },

    // Asks for the line only: what is wrong may be the rest of the input.
    onFailed: (task, error) => [{ seq: line.parse(task.input).seq, failed: 1, error }],
  };
}
