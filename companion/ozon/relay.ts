import { AppError, errorShapeOf } from '../../lib/core/app-error';
import { readBytes } from '../../lib/net/read-bytes';
import { type Fetch, request } from '../../lib/net/request';
import type { OzonCallAnswer, OzonCallRequest } from '../../lib/storage/ozon-api';
import { refusalOf } from './refusal';

/** Longer than any wait of the extension for one answer. */
const usualMs = 75_000;
/** A page of a thousand products with all their attributes is megabytes long. */
const usualBytes = 32 * 1024 * 1024;

type Deps = { fetch: Fetch; baseUrl: string; timeoutMs?: number; maxBytes?: number };

/**
 * Passes one call on to Ozon, and its answer back as it is. Throws RequestError (502, 504) when there is none. The key is
 * taken out of the answer, should a server ever repeat it.
 */
export function createRelay({ fetch, baseUrl, timeoutMs = usualMs, maxBytes = usualBytes }: Deps) {
  return async ({ credential, method, body }: OzonCallRequest): Promise<OzonCallAnswer> => {
    const { client_id, api_key } = credential;
    const headers = { 'Client-Id': String(client_id), 'Api-Key': api_key, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error' } as const;
    const { signal } = new AbortController();
    try {
      return await request(fetch, `${baseUrl}${method}`, { peer: 'ozon', init, signal, timeoutMs }, async (answer) => {
        const text = new TextDecoder().decode(await readBytes(answer, maxBytes));
        return {
          status: answer.status,
          retry_after: answer.headers.get('retry-after'),
          item_retry_after: answer.headers.get('item-retry-after'),
          body: text.replaceAll(api_key, '*'.repeat(8)),
        };
      });
    } catch (thrown) {
      throw refusalOf(errorShapeOf(asOzons(thrown)));
    }
  };
}

/** Reading has the words of pictures. */
function asOzons(thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || !thrown.code.startsWith('cdn.')) return thrown;
  return new AppError(thrown.code === 'cdn.too_large' ? 'ozon.bad_answer' : 'ozon.unreachable');
}
