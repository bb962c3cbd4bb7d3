import { AppError } from '../core/app-error';
import { type ImageType, sniffImageType } from '../core/image-type';
import type { BytePool } from '../net/byte-pool';
import { readBytes } from '../net/read-bytes';
import { type Fetch, request } from '../net/request';
import type { HandlerContext } from '../queue/ports';
import { cdnRefusalOf } from './cdn-refusal';

/** A picture as it came; `sha256` of its bytes in base64. */
export type FetchedPicture = ImageType & { bytes: Uint8Array<ArrayBuffer>; sha256: string };

type Deps = { fetch: Fetch; timeoutMs: () => number; pool?: BytePool | undefined };

/** Gets a picture from the CDN, tells its type by its bytes and hashes it. Errors: `cdn.*`. */
export async function fetchPicture(
  { fetch, timeoutMs, pool }: Deps,
  { url, maxBytes }: { url: string; maxBytes: number },
  { connect, signal, now }: HandlerContext,
): Promise<FetchedPicture> {
  // WebP is not asked for: the marketplace takes JPG and PNG only, and the CDN might negotiate.
  const init = { headers: { Accept: 'image/jpeg,image/png,*/*;q=0.5' }, cache: 'no-store' } as const;
  const download = () =>
    request(fetch, url, { peer: 'cdn', init, signal, timeoutMs: timeoutMs() }, (response) => {
      if (!response.ok) throw cdnRefusalOf(response, now());
      return readBytes(response, maxBytes, pool);
    });
  return pictureOf(await connect(download));
}

/** What these bytes are as a picture. Errors: `cdn.empty`, `cdn.not_image`. */
export async function pictureOf(bytes: Uint8Array<ArrayBuffer>): Promise<FetchedPicture> {
  if (bytes.byteLength === 0) throw new AppError('cdn.empty', { retry: 'backoff' });
  const type = sniffImageType(bytes.subarray(0, 16));
  if (!type) throw new AppError('cdn.not_image');
  return { ...type, bytes, sha256: base64Of(await crypto.subtle.digest('SHA-256', bytes)) };
}

const base64Of = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
