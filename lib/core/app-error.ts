import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error-codes';

/** What to do after a failure: never again, again with growing delay, or again at an instant (ms since 1970). */
export type RetryVerdict = 'never' | 'backoff' | { at: number };

type Options = { cause?: unknown; retry?: RetryVerdict; params?: ErrorParams };

/** Values a translated sentence may show. Never a key, a token, a signature or a presigned address. */
export type ErrorParams = Record<string, string | number>;

/** The one error type of the product: a code for people and programs, and a verdict for the queue. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retry: RetryVerdict;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, { cause, retry = 'never', params = {} }: Options = {}) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.retry = retry;
    this.params = params;
  }
}

/** How an error looks in a message, a row or an HTTP answer. */
export const errorShape = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type ErrorShape = z.infer<typeof errorShape>;

/** Turns anything thrown into an AppError; what is unknown becomes `app.unexpected` and is never repeated. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('app.unexpected', { cause: thrown });
}

/** The part of an error that may leave the worker. */
export function errorShapeOf(thrown: unknown): ErrorShape {
  const { code, params } = toAppError(thrown);
  return { code, params };
}
