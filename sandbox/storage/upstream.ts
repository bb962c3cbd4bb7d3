import { Agent, type IncomingMessage, request } from 'node:http';
import type { Answer } from '../tls/answer';
import type { SandboxRequest } from '../tls/request';

// Headers of one connection, never passed on; the body is whole by now, so its framing is ours to say.
const ofConnection = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'http2-settings'],
  ...['expect', 'content-length', 'host', 'origin', 'proxy-connection'],
]);

const isOwn = (name: string) => name.startsWith(':') || ofConnection.has(name);

function forwardedHeaders({ headers, host, body, method }: SandboxRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !isOwn(name));
  const framing = body.length > 0 || method === 'PUT' || method === 'POST' ? [['content-length', body.length]] : [];
  return Object.fromEntries([...kept, ...framing, ['host', host]].map(([name, value]) => [name, String(value)]));
}

async function answerOf(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const kept = Object.entries(incoming.headers).filter(
    ([name]) => (!isOwn(name) || name === 'content-length') && !name.startsWith('access-control-'),
  );
  const headers = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
  return { status: incoming.statusCode ?? 502, headers, body: Buffer.concat(chunks) };
}

/** Passes requests on to a plain server on loopback, over connections that are kept. */
export function createUpstream(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const once = (from: SandboxRequest, target: string) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = forwardedHeaders(from);
      const outgoing = request({ agent, host: '127.0.0.1', port, method: from.method, path: target, headers });
      outgoing.once('response', (incoming) => answerOf(incoming).then(resolve, reject));
      // Miniflare closes the connection of a refused request, so a kept one may turn out to be dead.
      outgoing.once('error', (cause) => reject(Object.assign(cause, { reused: outgoing.reusedSocket })));
      outgoing.end(from.body);
    });

  return {
    /** The answer, whole, without CORS headers. Sent once more when a kept connection was found closed. */
    async pass(from: SandboxRequest, target: string): Promise<Answer> {
      for (let left = 5; ; left -= 1) {
        try {
          return await once(from, target);
        } catch (cause) {
          const stale = cause instanceof Error && 'reused' in cause && cause.reused === true;
          if (!stale || left === 0) throw cause;
        }
      }
    },
    stop: () => agent.destroy(),
  };
}
