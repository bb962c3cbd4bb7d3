import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { CompanionEnv } from './auth';
import type { Log } from './log';

/** One line for each answer: who asked for what, what came of it and how long it took, ms. */
export function logRequests(log: Log, now: () => number): MiddlewareHandler<CompanionEnv> {
  return async (context, next) => {
    const start = now();
    await next();
    const route = matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path;
    const user = context.get('userId');
    log.info('request', {
      request: context.get('requestId'),
      method: context.req.method,
      ...(route !== undefined && { route }),
      status: context.res.status,
      ms: Math.round(now() - start),
      ...(user !== undefined && { user }),
    });
  };
}
