import { AppError, toAppError } from '../core/app-error';
import type { Push } from '../core/push';

/** A quota that opens later than this is told to the seller instead of waited for: a push hours later would surprise. */
const patienceMs = 10 * 60_000;

/** What may have reached Ozon all the same; the companion may have passed it on (product.md A6). */
const lostReplies: ReadonlySet<string> = new Set(
  ['ozon', 'companion'].flatMap((peer) =>
    ['timeout', 'unreachable', 'server_error', 'bad_answer'].map((reason) => `${peer}.${reason}`),
  ),
);

/**
 * Whether an import was refused with certainty. A lost or unreadable reply, a time limit and a server's fault leave it
 * open (ozon-seller-api.md §4.2).
 */
export function isRefusedForSure(thrown: unknown): boolean {
  if (!(thrown instanceof AppError)) return false;
  if (thrown.params.status === 408) return false;
  return !lostReplies.has(thrown.code);
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

/** As long as Ozon may fail to say how an import went, ms (ozon-seller-api.md §4.2). */
export const giveUpMs = 30 * 60_000;

/**
 * Runs a look at sent pushes. While Ozon cannot be asked for reasons that pass, nothing is known and nothing has failed:
 * it is asked again until `giveUpMs` after the import was sent. Gives the instant before which Ozon is not to be asked.
 */
export async function patient(sent: Push[], { now }: { now: () => number }, ask: () => Promise<void>): Promise<number> {
  const [first] = sent;
  try {
    await ask();
    return 0;
  } catch (thrown) {
    const passes = thrown instanceof AppError && thrown.retry !== 'never';
    if (!passes || !first || now() - (first.sentAt ?? 0) >= giveUpMs) throw thrown;
    return typeof thrown.retry === 'object' ? thrown.retry.at : 0;
  }
}
