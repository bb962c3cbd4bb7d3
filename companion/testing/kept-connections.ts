import { Agent, request } from 'undici';
import type { Fetch } from '../../lib/net/request';
import type { Ports } from '../../sandbox/hosts';

/** A way to the sandbox that keeps its connections, as Cloudflare's does. */
export function keptConnections(ports: Ports): Fetch {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  return async (url, { method = 'GET', headers, body }) => {
    const { host, hostname, pathname, search } = new URL(url);
    const answer = await request(`https://127.0.0.1:${ports[hostname]}${pathname}${search}`, {
      dispatcher,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...Object.fromEntries(new Headers(headers)), host },
      body: body instanceof ArrayBuffer ? Buffer.from(body) : null,
    });
    const plain = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(await answer.body.arrayBuffer(), { status: answer.statusCode, headers: plain });
  };
}
