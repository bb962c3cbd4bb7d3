import { AppError } from '../core/app-error';
import { retryAfter } from '../net/retry-after';

/** The error an unsuccessful answer of the picture CDN stands for. */
export function cdnRefusalOf({ status, headers }: Response, now: number): AppError {
  const at = retryAfter(headers, now);
  const retry = at === undefined ? 'backoff' : { at };
  if (status === 404 || status === 410) return new AppError('cdn.not_found');
  if (status === 429) return new AppError('cdn.rate_limited', { retry });
  if (status >= 500) return new AppError('cdn.server_error', { retry, params: { status } });
  return new AppError('cdn.refused', { params: { status } });
}
