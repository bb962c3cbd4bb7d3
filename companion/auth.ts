import type { Context, MiddlewareHandler } from 'hono';
import { timingSafeEqual } from 'hono/utils/buffer';
import { RequestError } from './errors';
import type { AccessToken } from './tokens';

/** Whose token this is; undefined when it is nobody's. */
export type Authenticate = (token: string) => Promise<string | undefined>;

/** What middleware leaves for the routes behind it. */
export type CompanionEnv = { Variables: { userId: string | undefined; requestId: string } };

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(digest));
}

function tokenOf(context: Context): string | undefined {
  const authorization = context.req.header('authorization');
  if (authorization === undefined) return context.req.header('x-api-key');
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
}

/**
 * Who a token belongs to; undefined when it is nobody's. The time taken tells nothing about the tokens: digests of
 * one length are compared, all of them, whether one has matched or not.
 */
export function createAuthenticator(tokens: readonly AccessToken[]): Authenticate {
  let known: { userId: string; digest: string }[] | undefined;
  return async (token) => {
    // The finished value is kept, not the promise: a Worker must not await what another request has begun.
    known ??= await Promise.all(
      tokens.map(async (entry) => ({ userId: entry.userId, digest: await digestOf(entry.token) })),
    );
    const digest = await digestOf(token);
    let found: string | undefined;
    for (const entry of known) {
      if (await timingSafeEqual(entry.digest, digest, (already) => already)) found = entry.userId;
    }
    return found;
  };
}

/** Middleware that sets `userId` from `Authorization: Bearer` or `X-API-Key`; a wrong token is 401, none only if needed. */
export function identify(authenticate: Authenticate, { needed }: { needed: boolean }): MiddlewareHandler<CompanionEnv> {
  return async (context, next) => {
    const token = tokenOf(context);
    if (token === undefined && needed) throw new RequestError(401, 'companion.denied', 'An access token is needed.');
    const userId = token === undefined ? undefined : await authenticate(token);
    if (token !== undefined && userId === undefined) {
      throw new RequestError(401, 'companion.denied', 'The access token is not known.');
    }
    context.set('userId', userId);
    await next();
  };
}

/** The user a request comes from, on addresses that need a token. */
export function callerOf(context: Context<CompanionEnv>): string {
  const userId = context.get('userId');
  if (userId === undefined) throw new RequestError(401, 'companion.denied', 'An access token is needed.');
  return userId;
}
