import pLimit from 'p-limit';
import { AppError, toAppError } from '../core/app-error';
import type { Task } from '../core/task';
import type { Clock, HandlerContext } from '../queue/ports';
import { nextRunAt } from '../queue/retry-policy';
import type { ObjectStorage } from '../storage/object-storage';
import type { PartUploads, StoredPart } from '../storage/part-uploads';
import type { Place } from '../storage/storage-place';
import type { OpenUpload, OpenUploads } from './open-upload';

/** Larger objects go in parts; numbers of object-storage.md §7. */
export const largestInOne = 16 * 1024 * 1024;
const partsAtOnce = 3;

/** Each repetition by the queue fetches the whole picture again, so a part gets some chances before that. */
const triesInARun = 3;

/** What a part may take beyond the usual time of a request: a slow line sends 64 KB a second. */
const slowestBytesPerMs = 64;

/** An object to send, in memory or kept on disk. `sha256` in base64. */
export type Sendable = {
  key: string;
  contentType: string;
  sha256: string;
  size: number;
  body: Uint8Array<ArrayBuffer> | Blob;
};

/** A storage that takes uploads in parts. */
export type PartTarget = { parts: PartUploads } & Place;

/** Sends a large object; parts that storage has from an earlier run of the task are not sent again. */
export type SendInParts = (
  target: PartTarget,
  object: Sendable,
  task: Pick<Task, 'id' | 'jobId'>,
  context: HandlerContext,
) => Promise<{ publicUrl: string; etag: string | null }>;

type Deps = { storage: ObjectStorage; uploads: OpenUploads; sleep: Clock['sleep']; random?: () => number };
type Way = { parts: PartUploads; upload: OpenUpload; object: Sendable; context: HandlerContext };

/** The whole upload has to begin anew. */
const isLost = ({ code }: AppError) => code === 'storage.upload_gone' || code === 'storage.parts_refused';

/** An address that has expired, or is refused for another reason, is replaced once by a fresh one. */
const needsFreshAddress = (error: AppError) => error.code === 'storage.expired' || error.params.status === 403;

const isOf = (upload: OpenUpload, { key, sha256, size }: Sendable) =>
  upload.key === key && upload.sha256 === sha256 && upload.size === size;

/** Bytes of a part, counted from 1; none beyond the last. */
const lengthOf = ({ size, partSize }: OpenUpload, number: number) =>
  Math.max(0, Math.min(partSize, size - (number - 1) * partSize));

/**
 * Uploads in parts that outlive the worker: an upload is on disk before its first part is sent, and goes on from what
 * storage has of it. It is forgotten only when storage says that it knows it no longer. What went to another storage than
 * the one of now is left alone.
 */
export function createSendInParts({ storage, uploads, sleep, random = Math.random }: Deps): SendInParts {
  async function put({ parts, upload, object, context: { signal } }: Way, number: number): Promise<StoredPart> {
    const length = lengthOf(upload, number);
    const from = (number - 1) * upload.partSize;
    const body = object.body.slice(from, from + length);
    const send = async () => {
      const address = await parts.sign(upload, { size: object.size, number }, signal);
      // The companion would cut this upload otherwise than when it began.
      if (address.length !== length) throw new AppError('storage.parts_refused', { retry: 'backoff' });
      return storage.put(address, body, signal, length / slowestBytesPerMs);
    };
    const { etag } = await send().catch((thrown: unknown) => {
      if (!needsFreshAddress(toAppError(thrown))) throw thrown;
      return send();
    });
    return { number, etag };
  }

  /** How long to wait before a part is tried again, ms; undefined when that is for the queue to say. */
  function waitFor(error: AppError, tries: number): number | undefined {
    const isOwn = error.retry === 'backoff' && !isLost(error) && !error.code.endsWith('.rate_limited');
    return isOwn && tries < triesInARun ? nextRunAt(error, tries, 0, random) : undefined;
  }

  async function sendPart(way: Way, number: number): Promise<StoredPart> {
    const { signal, connect } = way.context;
    for (let tries = 1; ; tries += 1) {
      try {
        // Signed inside the connection: an address is never older than its turn.
        return await connect(() => put(way, number), { next: true });
      } catch (thrown) {
        signal.throwIfAborted();
        const ms = waitFor(toAppError(thrown), tries);
        if (ms === undefined) throw thrown;
        await sleep(ms, signal);
      }
    }
  }

  /** Sends what is missing. After a failure no part begins, and those in flight end before this does. */
  async function sendRest(way: Way, there: StoredPart[]): Promise<StoredPart[]> {
    const { size, partSize } = way.upload;
    const numbers = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1);
    const missing = numbers.filter((number) => !there.some((part) => part.number === number));
    const limit = pLimit(partsAtOnce);
    const sent: StoredPart[] = [];
    let failure: { thrown: unknown } | undefined;
    const sending = missing.map((number) =>
      limit(async () => {
        if (failure) return;
        await sendPart(way, number).then(
          (part) => sent.push(part),
          (thrown: unknown) => {
            failure ??= { thrown };
          },
        );
      }),
    );
    await Promise.all(sending);
    if (failure) throw failure.thrown;
    return [...there, ...sent].sort((a, b) => a.number - b.number);
  }

  /** What storage has of an upload of an earlier run; undefined where it knows it no longer. */
  const listed = ({ parts, upload, context }: Way) =>
    parts.list(upload, context.signal).catch((thrown: unknown) => {
      if (toAppError(thrown).code !== 'storage.upload_gone') throw thrown;
    });

  async function complete(way: Way, again: boolean) {
    const { parts, upload, context } = way;
    const known = again ? await listed(way) : [];
    const there = known?.filter(({ number, size }) => size > 0 && size === lengthOf(upload, number));
    // It is gone when it is an object, too: the answer may have been lost. The companion looks.
    const all = there ? await sendRest(way, there) : [];
    return parts.complete(upload, all, context.signal);
  }

  /** `again`: an upload of an earlier run, of which storage may have parts. */
  async function finish(way: Way, { again }: { again: boolean }) {
    const { upload, context } = way;
    try {
      const finished = await complete(way, again);
      // Until the task has settled, this alone says that nothing is left to send.
      await uploads.put({ ...upload, finished });
      return finished;
    } catch (thrown) {
      const { code } = toAppError(thrown);
      if (code === 'storage.upload_gone') await uploads.forget(upload);
      else if (code === 'storage.parts_refused' || context.signal.aborted) await uploads.drop(upload);
      throw thrown;
    }
  }

  async function begin(
    { parts, ...target }: PartTarget,
    object: Sendable,
    { id, jobId }: Pick<Task, 'id' | 'jobId'>,
    now: number,
  ) {
    const { key, sha256, size } = object;
    const place = await target.place();
    // Not tied to the job: what has begun must be written down, be it only to be given up.
    const begun = await parts.create(key, object.contentType, object, new AbortController().signal);
    const upload: OpenUpload = { ...begun, taskId: id, jobId, key, place, sha256, size, startedAt: now };
    await uploads.put(upload);
    return upload;
  }

  /** The upload of an earlier run to where the object is to go now. */
  async function earlierOf({ placeNow }: Place, id: Task['id']): Promise<OpenUpload | undefined> {
    const known = await uploads.find(id);
    if (known.length === 0) return undefined;
    const here = await placeNow();
    return known.find(({ place }) => place === here);
  }

  return async (target, object, task, context) => {
    const { parts } = target;
    const earlier = await earlierOf(target, task.id);
    if (earlier && isOf(earlier, object)) {
      if (earlier.finished) return earlier.finished;
      try {
        return await finish({ parts, upload: earlier, object, context }, { again: true });
      } catch (thrown) {
        if (!isLost(toAppError(thrown))) throw thrown;
      }
    } else if (earlier) await uploads.drop(earlier);
    context.signal.throwIfAborted();
    const upload = await begin(target, object, task, context.now());
    return finish({ parts, upload, object, context }, { again: false });
  };
}
