import pLimit from 'p-limit';
import { heaviestPicture } from '../lib/core/judge-picture';
import { addressProblem } from '../lib/core/picture-address';
import { blockedPicture, unansweredPicture, uncheckedPicture } from '../lib/core/picture-finding';
import type { PictureFinding } from '../lib/core/push';
import type { Fetch } from '../lib/net/request';
import { lookAtPicture } from '../lib/pipeline/look-at-picture';
import type { CompanionConfig } from './config';

/** Workers keep six connections open at once; one is left for what else a request may need. */
const picturesAtOnce = 5;
/** For one picture, and for a whole call: clients wait 20 s. */
const standardTimes = { pictureMs: 10_000, callMs: 15_000 };

/** What is found at addresses, in the order asked. */
export type Look = (urls: string[]) => Promise<PictureFinding[]>;

/**
 * Looks at addresses people gave. Private ones are refused as they are written, on every runtime; what their names
 * resolve to is checked by `fetch` on Node, and out of a Worker's reach. What does not fit into the time for one call is
 * `picture.cannot_check`.
 */
export function createLook(
  { allowPrivateAddresses }: Pick<CompanionConfig, 'allowPrivateAddresses'>,
  fetch: Fetch,
  { pictureMs, callMs } = standardTimes,
): Look {
  function knownBefore(url: string): PictureFinding | undefined {
    const code = addressProblem(url);
    const allowed = code === undefined || (code === 'picture.private_address' && allowPrivateAddresses);
    if (!allowed) return blockedPicture(url, code);
    return allowPrivateAddresses || new URL(url).protocol === 'https:' ? undefined : uncheckedPicture(url);
  }

  return async (urls) => {
    // One limit a call, not one for all: a Worker must not wait for what another request has begun.
    const limit = pLimit(picturesAtOnce);
    const signal = AbortSignal.timeout(callMs);
    const options = { fetch, signal, timeoutMs: pictureMs, maxBytes: heaviestPicture };
    const look = async (url: string) => {
      try {
        return (await lookAtPicture(url, options)) ?? unansweredPicture(url);
      } catch (thrown) {
        if (signal.aborted) return uncheckedPicture(url);
        throw thrown;
      }
    };
    return Promise.all(urls.map(async (url) => knownBefore(url) ?? limit(() => look(url))));
  };
}
