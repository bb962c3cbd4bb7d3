import { gzipSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

/** Below this, gzip's own frame eats what it saves. */
const leastBytes = 400;

/**
 * Compresses answers for clients that take gzip: presigned URLs of one batch are alike and shrink to a third. In one
 * step and on Node only: a stream costs more than the few kilobytes it would carry, and Cloudflare compresses itself.
 */
export const gzipAnswers: MiddlewareHandler = async (context, next) => {
  await next();
  const { res } = context;
  if (!/\bgzip\b/.test(context.req.header('accept-encoding') ?? '') || res.body === null) return;
  const plain = new Uint8Array(await res.arrayBuffer());
  const body = plain.byteLength < leastBytes ? plain : gzipSync(plain, { level: 1 });
  const headers = new Headers(res.headers);
  headers.set('Vary', headers.has('Vary') ? `${headers.get('Vary')}, Accept-Encoding` : 'Accept-Encoding');
  headers.delete('Content-Length');
  if (body !== plain) headers.set('Content-Encoding', 'gzip');
  context.res = undefined;
  context.res = new Response(body, { status: res.status, headers });
};
