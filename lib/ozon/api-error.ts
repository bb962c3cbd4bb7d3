import { AppError } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import { retryAfter } from '../net/retry-after';
import { errorAnswer } from './answers';

/** A method blocked after a burst opens again in "some minutes" (ozon-seller-api.md §2.2); asked again after this. */
const circuitPauseMs = 60_000;

/** Refusals told apart by their text, because statuses are shared or not confirmed (ozon-seller-api.md §2.2). */
const refusals: [pattern: RegExp, code: ErrorCode][] = [
  [/invalid api-key|api-key headers are required/i, 'ozon.key_unknown'],
  [/client-id header value/i, 'ozon.bad_client_id'],
  [/missing a required role/i, 'ozon.key_missing_role'],
  [/restricted to specific ip/i, 'ozon.key_restricted'],
  [/api-key is deactivated/i, 'ozon.key_deactivated'],
  [/obsolete method/i, 'ozon.method_retired'],
];

/** The error an unsuccessful answer of the Seller API stands for. Its text is used to decide, never shown. */
export function apiErrorOf(status: number, headers: Headers, body: unknown, now: number): AppError {
  const parsed = errorAnswer.safeParse(body);
  const message = parsed.data?.message ?? '';
  if (/circle is open/i.test(message))
    return new AppError('ozon.circuit_open', { retry: { at: now + circuitPauseMs } });
  const refusal = refusals.find(([pattern]) => pattern.test(message));
  if (refusal) return new AppError(refusal[1]);
  if (status === 429) {
    const at = itemRetryAfter(headers, now) ?? retryAfter(headers, now);
    return new AppError('ozon.rate_limited', { retry: at === undefined ? 'backoff' : { at } });
  }
  if (status === 401) return new AppError('ozon.key_unknown');
  if (status >= 500) return new AppError('ozon.server_error', { retry: 'backoff', params: { status } });
  return new AppError('ozon.refused', { params: { status } });
}

/** `Item-Retry-After` counts minutes and belongs to the product quota (ozon-seller-api.md §2.4). */
function itemRetryAfter(headers: Headers, now: number): number | undefined {
  const minutes = Number.parseFloat(headers.get('item-retry-after') ?? '');
  return Number.isFinite(minutes) && minutes >= 0 ? now + minutes * 60_000 : undefined;
}
