import { z } from 'zod';
import { AppError } from '../../lib/core/app-error';
import { retryAfter } from '../../lib/net/retry-after';
import { RequestError } from '../errors';

/** Codes by which providers refuse what a prompt or a picture shows. */
const refusedContent = new Set(['moderation_blocked', 'content_policy_violation', 'content_filter']);

const told = z.object({ error: z.object({ code: z.string().nullish(), type: z.string().nullish() }) });

export const badAnswer = () =>
  new RequestError(502, 'ai.bad_answer', 'The image provider answered in a way that is not understood.');

/** What a provider's refusal is to our own caller. The provider's texts stay here: they may quote the key. */
export function providerRefusal({ status, headers }: Response, body: unknown, now: number): RequestError {
  const { code, type } = told.safeParse(body).data?.error ?? {};
  if ([code, type].some((name) => name && refusedContent.has(name))) {
    return new RequestError(400, 'ai.refused', 'prompt: the image provider refuses to make this');
  }
  if (status === 429) {
    const at = retryAfter(headers, now);
    const wait = at === undefined ? 60 : Math.max(1, Math.ceil((at - now) / 1000));
    return new RequestError(429, 'ai.rate_limited', 'The image provider takes no more requests for the moment.', {
      'Retry-After': String(wait),
    });
  }
  if (status >= 500) return new RequestError(502, 'ai.unreachable', 'The image provider fails at the moment.');
  return new RequestError(502, 'ai.refused', `The image provider refused the request (${status}).`);
}

/** What a failed way to the provider is to our own caller. */
export function providerFailure(thrown: unknown): unknown {
  if (thrown instanceof RequestError || !(thrown instanceof AppError)) return thrown;
  if (thrown.code === 'ai.timeout') {
    return new RequestError(504, thrown.code, 'The image provider did not answer in time.');
  }
  if (thrown.code === 'ai.unreachable') {
    return new RequestError(502, thrown.code, 'The image provider cannot be reached.');
  }
  return badAnswer();
}
