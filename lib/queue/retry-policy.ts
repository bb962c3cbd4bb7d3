import type { AppError } from '../core/app-error';

const baseMs = 500;
const capMs = 30_000;

/** Failures that say something about the picture or the request end soon … */
const attemptsForErrors = 6;
/** … outages and limits say nothing about it and are waited out: at the cap this is about 20 minutes. */
export const attemptsForOutages = 45;

/** Whether the cause lies on the way or in a limit, not in what was asked for. */
export const isOutage = (error: AppError): boolean =>
  typeof error.retry === 'object' || error.code.endsWith('.unreachable') || error.code.endsWith('.rate_limited');

/** Whether the other side asked for less: concurrency is halved (product.md C4). */
export const isOverload = (error: AppError): boolean =>
  /\.(?:rate_limited|timeout)$/.test(error.code) || error.params.status === 503;

/**
 * When to try again (ms since 1970), or undefined when the task has failed for good. `attempts` counts the runs so
 * far, this one included. Backoff is exponential with jitter over its upper half, so that a storm spreads.
 */
export function nextRunAt(error: AppError, attempts: number, now: number, random: () => number): number | undefined {
  if (error.retry === 'never') return undefined;
  if (attempts >= (isOutage(error) ? attemptsForOutages : attemptsForErrors)) return undefined;
  const ceiling = Math.min(capMs, baseMs * 2 ** (attempts - 1));
  const backoff = now + ceiling * (0.5 + random() / 2);
  if (typeof error.retry !== 'object') return backoff;
  // "At once" is believed the first time; after that it would be a tight loop.
  return error.retry.at > now || attempts === 1 ? error.retry.at : backoff;
}
