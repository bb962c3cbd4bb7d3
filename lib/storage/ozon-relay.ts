import type { CompanionAccess, CompanionClient } from './companion-client';
import { ozonCallAnswer, ozonCallRequest } from './ozon-api';

/** Beyond every time limit of a call to Ozon, which comes with its signal. */
const limitMs = 80_000;

/** Statuses that have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

type Deps = { client: Pick<CompanionClient, 'post'>; access: () => Promise<CompanionAccess> };

/** The parts of a request to the Seller API, as `lib/ozon` makes it, that the companion needs. */
type Keys = { clientId: string; apiKey: string };

/**
 * `fetch` for the Seller API that goes through the companion (product.md A6): the same request, the same answer. Errors:
 * `companion.*` where Ozon was not reached, `ozon.*` where the companion did not reach it.
 */
export function createOzonRelay({ client, access }: Deps) {
  return async (url: string, { body, signal }: RequestInit, { clientId, apiKey }: Keys): Promise<Response> => {
    const call = ozonCallRequest.parse({
      credential: { client_id: clientId, api_key: apiKey },
      method: new URL(url).pathname,
      body: JSON.parse(String(body)),
    });
    const until = signal ?? new AbortController().signal;
    const answer = await client.post(await access(), '/api/v1/ozon/call', call, ozonCallAnswer, until, limitMs);
    const headers = new Headers();
    if (answer.retry_after !== null) headers.set('Retry-After', answer.retry_after);
    if (answer.item_retry_after !== null) headers.set('Item-Retry-After', answer.item_retry_after);
    const { status } = answer;
    return new Response(bodiless.has(status) ? null : answer.body, { status, headers });
  };
}
