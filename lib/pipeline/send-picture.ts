import type { StoredImage } from '../core/stored-picture';
import type { Task } from '../core/task';
import type { HandlerContext } from '../queue/ports';
import type { ObjectStorage } from '../storage/object-storage';
import type { Cloud } from './copy-image';
import { largestInOne, type Sendable, type SendInParts } from './send-in-parts';

export type SendDeps = {
  storage: ObjectStorage;
  /** How large pictures are sent; without it like all others. */
  sendInParts?: SendInParts;
};

/** Sends one picture to storage: presign and PUT, or in parts when it is large. Errors: `companion.*`, `storage.*`. */
export function createSendPicture({ storage, sendInParts }: SendDeps) {
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
    const put = () => storage.put(upload, body, context.signal);
    // Bytes in memory go before others, a Blob can wait where it is.
    const { etag } = await context.connect(put, { next: !(body instanceof Blob) });
    return { ...about, publicUrl: upload.public_url, etag };
  };
}
