import type { StoredImage } from '../core/stored-picture';
import type { Task } from '../core/task';
import type { BytePool } from '../net/byte-pool';
import type { HandlerContext } from '../queue/ports';
import type { ObjectStorage } from '../storage/object-storage';
import type { Cloud } from './copy-image';
import { largestInOne, type Sendable, type SendInParts } from './send-in-parts';

export type SendDeps = {
  storage: ObjectStorage;
  /** How large pictures are sent; without it like all others. */
  sendInParts?: SendInParts;
  /** Where bytes in memory came from, and go when they are on their way. */
  pool?: BytePool;
};

/** Sends one picture to storage: presign and PUT, or in parts when it is large. Errors: `companion.*`, `storage.*`. */
export function createSendPicture({ storage, sendInParts, pool }: SendDeps) {
  return async (
    task: Task,
    { presigner, parts, place, placeNow }: Cloud,
    { body, ...about }: Sendable,
    context: HandlerContext,
  ): Promise<StoredImage> => {
    const { key, size, sha256, contentType } = about;
    if (size > largestInOne && parts && sendInParts) {
      return { ...about, ...(await sendInParts({ parts, place, placeNow }, { body, ...about }, task, context)) };
    }
    const upload = await presigner.presign({
      r2_path: key,
      content_type: contentType,
      content_length: size,
      checksum_sha256: sha256,
    });
    const put = () => {
      const answer = storage.put(upload, body, context.signal);
      // `fetch` has copied what it was given when it returns; after a failure the picture is fetched again.
      if (!(body instanceof Blob)) pool?.give(body);
      return answer;
    };
    // Bytes in memory go before others, a Blob can wait where it is.
    const { etag } = await context.connect(put, { next: !(body instanceof Blob) });
    return { ...about, publicUrl: upload.public_url, etag };
  };
}
