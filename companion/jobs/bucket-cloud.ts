import { AppError } from '../../lib/core/app-error';
import type { Cloud } from '../../lib/pipeline/copy-image';
import type { ObjectStorage } from '../../lib/storage/object-storage';
import { publicUrlOf } from '../object-address';
import { createLocalPresigner } from '../ozon/local-presigner';
import type { Presign } from '../presign';
import type { TakeQuota } from '../quota';
import type { StorageSettings } from '../settings';
import type { Bucket } from './bindings';
import { waitedOut } from './waited-out';

type Deps = { storage: StorageSettings; bucket: Bucket; maxObjectBytes: number; take: TakeQuota; now: () => number };

/** What stands for the address of an upload where nothing is sent by HTTP. */
const keyScheme = 'r2:';

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;

/** A binding's errors are texts with R2's number; a key takes one write a second (object-storage.md §2). */
function bucketError(thrown: unknown): AppError {
  const text = thrown instanceof Error ? thrown.message : '';
  if (text.includes('(10058)')) return new AppError('storage.rate_limited', { cause: thrown, retry: 'backoff' });
  if (text.includes('(10037)')) return new AppError('storage.damaged', { cause: thrown, retry: 'backoff' });
  return new AppError('storage.unreachable', { cause: thrown, retry: 'backoff' });
}

/**
 * The storage of a user as the pipeline knows it, by the bucket bound to the Worker: keys, types, public addresses and
 * limits of objects and bytes are those of signed uploads, and no byte leaves Cloudflare.
 */
export function createBucketCloud({ storage, bucket, maxObjectBytes, take, now }: Deps) {
  const place = async () => `${storage.bucket} ${storage.publicBase}`;
  // Nothing is signed here, so the limit of signatures is not touched.
  const takeRest: TakeQuota = (userId, cost) => waitedOut(() => take(userId, { ...cost, signatures: 0 }));
  const presign: Presign = async ({ key, contentType, checksum = '' }) => ({
    upload_url: `${keyScheme}${key}`,
    public_url: publicUrlOf(storage, key),
    headers: { 'content-type': contentType, 'x-amz-checksum-sha256': checksum },
    expires_at: new Date(now()).toISOString(),
  });

  const objects: ObjectStorage = {
    async put({ upload_url, headers }, body, signal) {
      signal.throwIfAborted();
      const httpMetadata = { contentType: headers['content-type'] ?? '' };
      const sha256 = bytesOf(headers['x-amz-checksum-sha256'] ?? '');
      try {
        const stored = await bucket.put(upload_url.slice(keyScheme.length), body, { httpMetadata, sha256 });
        return { etag: stored?.httpEtag ?? null };
      } catch (thrown) {
        throw bucketError(thrown);
      }
    },
  };

  return {
    objects,
    place,
    cloudOf: (userId: string): Cloud => ({
      ...{ userId, maxObjectBytes, place, placeNow: place },
      presigner: createLocalPresigner({ userId, maxObjectBytes, presign, take: takeRest, now }),
    }),
  };
}

export type BucketCloud = ReturnType<typeof createBucketCloud>;
