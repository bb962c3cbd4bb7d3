import { AppError } from '../../lib/core/app-error';
import type { FetchedPicture } from '../../lib/pipeline/fetch-picture';
import type { ObjectStorage } from '../../lib/storage/object-storage';
import { RequestError } from '../errors';
import type { Presign } from '../presign';

type Deps = { presign: Presign; storage: ObjectStorage; now: () => number };

/** How storages say that there is an object already: S3 and R2, and OSS. */
const taken = new Set(['PreconditionFailed', 'FileAlreadyExists']);
const isTaken = (thrown: unknown) =>
  thrown instanceof AppError && thrown.code === 'storage.refused' && taken.has(String(thrown.params.name));

const mostTries = 5;

function storageFailure(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  return thrown.code === 'storage.timeout'
    ? new RequestError(504, thrown.code, 'The storage did not answer in time.')
    : new RequestError(502, thrown.code, 'The storage cannot be reached, or does not take the picture.');
}

/** Stores pictures under `users/{user}/jobs/{job}/image-{ms}.{ext}`, never over another one. Errors: RequestError 502, 504. */
export function createPictureStore({ presign, storage, now }: Deps) {
  async function put(key: string, { bytes, contentType, sha256 }: FetchedPicture): Promise<string> {
    const plan = { key, contentType, contentLength: bytes.byteLength, checksum: sha256, writeOnce: true };
    const upload = await presign(plan);
    await storage.put(upload, bytes, new AbortController().signal);
    return upload.public_url;
  }

  return async (userId: string, jobId: string, picture: FetchedPicture): Promise<string> => {
    const ms = now();
    for (let tried = 1; ; tried += 1) {
      // Two pictures of one job may be ready in the same millisecond.
      const key = `users/${userId}/jobs/${jobId}/image-${ms + tried - 1}.${picture.extension}`;
      try {
        return await put(key, picture);
      } catch (thrown) {
        if (!isTaken(thrown) || tried === mostTries) throw storageFailure(thrown);
      }
    }
  };
}
