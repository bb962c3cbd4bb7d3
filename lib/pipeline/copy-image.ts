import { z } from 'zod';
import { AppError } from '../core/app-error';
import { sniffImageType } from '../core/image-type';
import { objectKeyFor } from '../core/object-key';
import type { NewTask, Task } from '../core/task';
import { readBytes } from '../net/read-bytes';
import { type Fetch, request } from '../net/request';
import type { Handler, HandlerResult } from '../queue/ports';
import type { ObjectStorage } from '../storage/object-storage';
import type { Presigner } from '../storage/presigner';
import { cdnRefusalOf } from './cdn-refusal';

const line = z.object({ seq: z.int() });
const input = line.extend({ article: z.string(), n: z.int().positive(), url: z.url() });

/** What is known of a stored picture. */
export const storedImage = z.object({
  key: z.string(),
  publicUrl: z.string(),
  etag: z.string().nullable(),
  size: z.int(),
  /** SHA-256 of the bytes, base64. */
  sha256: z.string(),
  contentType: z.string(),
});
export type StoredImage = z.infer<typeof storedImage>;

/** The copying of the `n`-th picture (from 1) of an article. */
export function copyImageTask(job: Task['jobId'], picture: z.input<typeof input>): NewTask {
  const place = `${String(picture.seq).padStart(7, '0')}/${String(picture.n).padStart(3, '0')}`;
  return { id: `${job}/image/${place}`, kind: 'copy-image', input: picture };
}

/** The seller's storage as the current companion gives access to it. */
export type Cloud = { userId: string; presigner: Presigner; maxObjectBytes: number };

type Deps = { fetch: Fetch; cloud: () => Promise<Cloud>; storage: ObjectStorage; timeoutMs: () => number };

/** Copies one picture from the CDN to storage: GET, type by bytes, SHA-256, presign, PUT. Bytes stay in memory. */
export function createCopyImage({ fetch, cloud, storage, timeoutMs }: Deps): Handler<HandlerResult> {
  async function download(url: string, maxBytes: number, signal: AbortSignal, now: () => number) {
    // WebP is not asked for: the marketplace takes JPG and PNG only, and the CDN might negotiate.
    const init = { headers: { Accept: 'image/jpeg,image/png,*/*;q=0.5' }, cache: 'no-store' } as const;
    return request(fetch, url, { peer: 'cdn', init, signal, timeoutMs: timeoutMs() }, (response) => {
      if (!response.ok) throw cdnRefusalOf(response, now());
      return readBytes(response, maxBytes);
    });
  }

  return {
    async run(task, { signal, now, connect }) {
      const { seq, article, n, url } = input.parse(task.input);
      const { userId, presigner, maxObjectBytes } = await cloud();
      const bytes = await connect(() => download(url, maxObjectBytes, signal, now));
      if (bytes.byteLength === 0) throw new AppError('cdn.empty', { retry: 'backoff' });
      const type = sniffImageType(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
      if (!type) throw new AppError('cdn.not_image');

      const key = objectKeyFor(userId, article, n, type.extension);
      const sha256 = base64Of(await crypto.subtle.digest('SHA-256', bytes));
      const size = bytes.byteLength;
      const upload = await presigner.presign({
        r2_path: key,
        content_type: type.contentType,
        content_length: size,
        checksum_sha256: sha256,
      });
      const { etag } = await connect(() => storage.put(upload, bytes, signal), { next: true });
      const stored: StoredImage = {
        key,
        publicUrl: upload.public_url,
        etag,
        size,
        sha256,
        contentType: type.contentType,
      };
      return { output: stored, changes: [{ seq, succeeded: 1, bytes: size }], spawn: [] };
    },

    // Asks for the line only: what is wrong may be the rest of the input.
    onFailed: (task, error) => [{ seq: line.parse(task.input).seq, failed: 1, error }],
  };
}

const base64Of = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
