import { z } from 'zod';
import { objectKeyFor, objectSlotFor } from '../core/object-key';
import { type StoredPicture, storedImage, storedPicture } from '../core/stored-picture';
import type { NewTask, Task } from '../core/task';
import type { Fetch } from '../net/request';
import type { Handler, HandlerResult } from '../queue/ports';
import type { PartUploads } from '../storage/part-uploads';
import type { Presigner } from '../storage/presigner';
import type { Place } from '../storage/storage-place';
import { type FetchedPicture, fetchPicture } from './fetch-picture';
import type { KnownPictures } from './known-pictures';
import { pictureTaskId } from './picture-task';
import type { Sendable } from './send-in-parts';
import { createSendPicture, type SendDeps } from './send-picture';

const line = z.object({ seq: z.int() });
const input = line.extend({
  article: z.string(),
  n: z.int().positive(),
  url: z.url(),
  /** What storage held in its place when the task was made. */
  before: storedPicture.optional(),
  /** Nobody has looked what storage holds. */
  unchecked: z.boolean().optional(),
});

/** The copying of the `n`-th picture (from 1) of an article. */
export function copyImageTask(job: Task['jobId'], picture: z.input<typeof input>): NewTask {
  return { id: pictureTaskId(job, picture.seq, picture.n), kind: 'copy-image', input: picture };
}

/** The seller's storage as the current companion gives access to it. */
export type Cloud = {
  userId: string;
  presigner: Presigner;
  maxObjectBytes: number;
  /** Missing where the companion takes no uploads in parts. */
  parts?: PartUploads;
} & Place;

type Deps = SendDeps & {
  fetch: Fetch;
  cloud: () => Promise<Cloud>;
  timeoutMs: () => number;
  known: KnownPictures;
};

/** The result of a picture that storage has already: a success that moved no byte. */
export const copiedBefore = (seq: number, before: StoredPicture): HandlerResult => ({
  output: storedImage.parse(before),
  changes: [{ seq, succeeded: 1, known: 1 }],
  spawn: [],
});

/**
 * Copies one picture from the CDN to storage: GET, type by bytes, SHA-256, presign, PUT. Bytes stay in memory. What
 * storage has from the same address is not fetched, and what it has with the same bytes is not sent (product.md C5).
 */
export function createCopyImage({ fetch, cloud, timeoutMs, known, ...sending }: Deps): Handler<HandlerResult> {
  const send = createSendPicture(sending);

  const sendable = (key: string, { bytes: body, sha256, contentType }: FetchedPicture): Sendable => ({
    ...{ key, body, sha256, contentType },
    size: body.byteLength,
  });

  return {
    async run(task, context) {
      const { seq, article, n, url, unchecked, ...given } = input.parse(task.input);
      const target = await cloud();
      const before = unchecked ? (await known([{ article, n }]))[0] : given.before;
      if (unchecked && before?.source === url) return copiedBefore(seq, before);
      const picture = await fetchPicture(
        { fetch, timeoutMs, pool: sending.pool },
        { url, maxBytes: target.maxObjectBytes },
        context,
      );

      const place = await target.place();
      const slot = objectSlotFor(target.userId, article, n);
      const key = objectKeyFor(target.userId, article, n, picture.extension);
      const isThere = before?.place === place && before.key === key && before.sha256 === picture.sha256;
      const image = isThere ? storedImage.parse(before) : await send(task, target, sendable(key, picture), context);
      const count = isThere ? { known: 1 } : { bytes: image.size };
      return {
        output: image,
        changes: [{ seq, succeeded: 1, ...count }],
        spawn: [],
        stored: [{ ...image, slot, place, source: url }],
      };
    },

    // Asks for the line only: what is wrong may be the rest of the input.
    onFailed: (task, error) => [{ seq: line.parse(task.input).seq, failed: 1, error }],
  };
}
