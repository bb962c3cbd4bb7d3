import { errorShapeOf } from '../lib/core/app-error';
import type { Log } from './log';
import { type StorageClient, storageCode } from './storage-client';

type Deps = { log: Log; now: () => number };

/** An answer is believed this long: health is asked often, by machines too. */
const freshMs = 30_000;
/** Somebody waits for the answer. */
const timeoutMs = 2000;

/**
 * Whether the storage can be reached and knows our keys and bucket, found by asking it for the name of one object. The
 * answer is at most 30 s old; the reason of a bad one goes to the log.
 */
export function createStorageHealth(call: StorageClient, { log, now }: Deps): () => Promise<boolean> {
  // The finished answer is kept, not the promise: a Worker must not await what another request has begun.
  let seen: { at: number; healthy: boolean } | undefined;

  const query = { 'list-type': '2', 'max-keys': '1', prefix: 'users/' };
  const ask = () =>
    call({ method: 'GET', query, timeoutMs }, async (response) => {
      if (!response.ok) log.warn('storage.unhealthy', { status: response.status, kind: await storageCode(response) });
      return response.ok;
    }).catch((thrown: unknown) => {
      log.warn('storage.unhealthy', { kind: errorShapeOf(thrown).code });
      return false;
    });

  return async () => {
    if (!seen || now() - seen.at >= freshMs) {
      const healthy = await ask();
      seen = { at: now(), healthy };
    }
    return seen.healthy;
  };
}
