import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { Failure } from '../lib/storage/companion-api';

/** A refusal the client is told about: HTTP status, code and a sentence free of secrets. */
export class RequestError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The error for a request that is not as the contract says: 400, with the field in front of the sentence. */
export function invalidField(field: string, problem: string): RequestError {
  return new RequestError(400, 'input.invalid', `${field}: ${problem}`);
}

/** The error for what zod found first; `fallback` names the field when the whole value is wrong. */
export function invalidBy(error: z.ZodError, fallback: string): RequestError {
  const issue = error.issues[0];
  return invalidField(issue?.path.join('.') || fallback, issue?.message ?? 'is not valid');
}

/** How a failure looks on the wire (product.md §G). Anything unexpected keeps its text to itself. */
export function failureOf(thrown: unknown): Failure {
  return thrown instanceof RequestError
    ? { success: false, error: thrown.message, code: thrown.code }
    : {
        success: false,
        error: 'The companion failed unexpectedly; its log has the kind of error.',
        code: 'companion.server_error',
      };
}
