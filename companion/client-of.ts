import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { isPublicIp } from '../lib/core/picture-address';

/**
 * The network address a request to Node came from. Each of the `trustedProxies` in front adds to `X-Forwarded-For` whom
 * it was asked by, so what stands further left is anybody's text. Undefined where only a neighbour is known, who may be
 * a proxy and then is everybody.
 */
export const createClientOf =
  (trustedProxies: number) =>
  (context: Context<{ Bindings: HttpBindings }>): string | undefined => {
    const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
    const client = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
    if (client !== undefined && isIP(client) !== 0) return client;
    const peer = context.env.incoming.socket.remoteAddress ?? '';
    return isPublicIp(peer) ? peer : undefined;
  };
