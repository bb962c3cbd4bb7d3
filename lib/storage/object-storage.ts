import { AppError } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import { type Fetch, request } from '../net/request';
import { retryAfter } from '../net/retry-after';
import type { PresignedUpload } from './companion-api';

export type ObjectStorage = ReturnType<typeof createObjectStorage>;

type Deps = { fetch: Fetch; now: () => number; timeoutMs: () => number };

/** Error codes of S3-compatible storages, and whether a fresh presigned URL may help (object-storage.md §2). */
const refusals: Record<string, [code: ErrorCode, again: boolean]> = {
  AccessDenied: ['storage.denied', false],
  BadDigest: ['storage.damaged', true],
  ClientDisconnect: ['storage.unreachable', true],
  ExpiredRequest: ['storage.expired', true],
  IncompleteBody: ['storage.unreachable', true],
  InvalidAccessKeyId: ['storage.denied', false],
  NoSuchBucket: ['storage.bucket_missing', false],
  NoSuchUpload: ['storage.upload_gone', true],
  NotEntitled: ['storage.denied', false],
  RequestTimeTooSkewed: ['storage.expired', true],
  SignatureDoesNotMatch: ['storage.signature', false],
  Unauthorized: ['storage.denied', false],
};

/** Sends bytes to presigned addresses. */
export function createObjectStorage({ fetch, now, timeoutMs }: Deps) {
  return {
    /**
     * PUTs a body with exactly the signed headers; gives the ETag. `moreMs`: what a large body may take beyond the
     * usual time. Errors: `storage.*`.
     */
    async put(
      upload: Pick<PresignedUpload, 'upload_url' | 'headers'>,
      body: Uint8Array<ArrayBuffer> | Blob,
      signal: AbortSignal,
      moreMs = 0,
    ): Promise<{ etag: string | null }> {
      const init = { method: 'PUT', headers: upload.headers, body };
      const options = { peer: 'storage', init, signal, timeoutMs: timeoutMs() + moreMs } as const;
      return request(fetch, upload.upload_url, options, async (response) => {
        if (response.ok) return { etag: response.headers.get('etag') };
        throw refusalOf(response, await response.text(), now());
      });
    },
  };
}

function refusalOf({ status, headers }: Response, body: string, now: number): AppError {
  const at = retryAfter(headers, now);
  if (status === 429) return new AppError('storage.rate_limited', { retry: at === undefined ? 'backoff' : { at } });
  if (status >= 500 && status !== 501) {
    return new AppError('storage.server_error', { retry: at === undefined ? 'backoff' : { at }, params: { status } });
  }
  // The code decides, not the status: providers share statuses between causes.
  const name = /<Code>(\w{1,64})<\/Code>/.exec(body)?.[1] ?? '';
  const known = Object.hasOwn(refusals, name) ? refusals[name] : undefined;
  const [code, again] = known ?? ['storage.refused' as const, false];
  // An expired address says nothing against the picture: a fresh one is asked for at once.
  if (code === 'storage.expired') return new AppError(code, { retry: { at: now } });
  return new AppError(code, { retry: again ? 'backoff' : 'never', params: { status, name } });
}
