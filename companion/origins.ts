import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** Origin of a Chromium extension (32 letters a-p) or a Firefox one (UUID, new with every installation). */
export const extensionOrigin =
  /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Origin of a web page. */
export const webOrigin = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/;

/** CORS for extensions and the listed origins; to any other origin no CORS header is sent. */
export function allowOrigins(listed: readonly string[]): MiddlewareHandler {
  const allow = cors({
    origin: (origin) => origin,
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type', 'x-api-key'],
    exposeHeaders: ['Retry-After', 'X-Request-Id'],
    maxAge: 7200,
  });
  return (context, next) => {
    const origin = context.req.header('origin') ?? '';
    return extensionOrigin.test(origin) || listed.includes(origin) ? allow(context, next) : next();
  };
}
