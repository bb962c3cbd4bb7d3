import { AppError, toAppError } from '../core/app-error';

/** A quota that opens later than this is told to the seller instead of waited for: a push hours later would surprise. */
const patienceMs = 10 * 60_000;

/**
 * Whether an import was refused with certainty. A lost or unreadable reply, a time limit and a server's fault leave it
 * open (ozon-seller-api.md §4.2).
 */
export function isRefusedForSure(thrown: unknown): boolean {
  if (!(thrown instanceof AppError)) return false;
  return !['ozon.timeout', 'ozon.unreachable', 'ozon.server_error', 'ozon.bad_answer'].includes(thrown.code);
}

/** The error of a refused import; a quota that is used up for long fails the push instead of letting it wait. */
export function quotaError(thrown: unknown, now: number): AppError {
  const error = toAppError(thrown);
  const { retry } = error;
  if (error.code !== 'ozon.rate_limited' || typeof retry !== 'object' || retry.at - now <= patienceMs) return error;
  return new AppError('push.quota_used', { params: { minutes: Math.ceil((retry.at - now) / 60_000) } });
}

/** How long to wait before the next look at a card, by the time since its import was sent, ms. */
export function readBackWaitMs(sinceMs: number): number {
  if (sinceMs < 10_000) return 1000;
  return sinceMs < 60_000 ? 3000 : 15_000;
}
