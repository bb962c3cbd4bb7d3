import pThrottle from 'p-throttle';
import type { z } from 'zod';
import { AppError } from '../core/app-error';
import type { SellerMethod } from '../core/seller-method';
import { request } from '../net/request';
import { apiErrorOf } from './api-error';
import type { Credential } from './credential';

/** Where Ozon answers. */
export const sellerApiUrl = 'https://api-seller.ozon.ru';

/** Ozon allows 50 requests a second per Client-Id over all keys; a few are left for the seller's other tools. */
const requestsPerSecond = 45;

export type CallDeps = {
  /** A `fetch` that may choose its way by whose call it is. */
  fetch: (url: string, init: RequestInit, credential: Credential) => Promise<Response>;
  now: () => number;
  timeoutMs: () => number;
  /** Where Ozon answers, no slash at the end; for tests. */
  baseUrl?: string | undefined;
};

/** One call of the Seller API: who asks, until when, and for at most how long (ms) if not as usual. */
export type Caller = { credential: Credential; signal: AbortSignal; timeoutMs?: number };

export type Call = ReturnType<typeof createCall>;

/** Calls of the Seller API within its rate, answers parsed. Errors: `ozon.*`, with the verdict whether to repeat. */
export function createCall({ fetch, now, timeoutMs: usualMs, baseUrl = sellerApiUrl }: CallDeps) {
  const turns = new Map<string, () => Promise<void>>();

  /** Waits for this Client-Id's turn: the limit is counted per Client-Id, not per key or method. */
  const turnOf = (clientId: string) => {
    const known = turns.get(clientId);
    if (known) return known();
    // Strict: any second is counted, not fixed ones, two of which could meet with twice the limit.
    const turn = pThrottle({ limit: requestsPerSecond, interval: 1000, strict: true })(async () => {});
    turns.set(clientId, turn);
    return turn();
  };

  return async <S extends z.ZodType>(
    path: SellerMethod,
    body: object,
    answer: S,
    { credential, signal, timeoutMs = usualMs() }: Caller,
  ): Promise<z.output<S>> => {
    const { clientId, apiKey } = credential;
    await turnOf(clientId);
    const send = (url: string, sent: RequestInit) => fetch(url, sent, credential);
    const headers = { 'Client-Id': clientId, 'Api-Key': apiKey, 'Content-Type': 'application/json' };
    // A redirect would carry the key to wherever it leads.
    const init = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error' } as const;
    return request(send, `${baseUrl}${path}`, { peer: 'ozon', init, signal, timeoutMs }, async (response) => {
      // JSON may come as text/plain, so the header is not asked (ozon-seller-api.md §2.1).
      const json = parseJson(await response.text());
      if (!response.ok) throw apiErrorOf(response.status, response.headers, json, now());
      const parsed = answer.safeParse(json);
      if (!parsed.success) throw new AppError('ozon.bad_answer', { cause: parsed.error, params: { path } });
      return parsed.data;
    });
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
