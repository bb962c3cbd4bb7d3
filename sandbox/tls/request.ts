import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type Protocol = 'h1' | 'h2';

/** A request as the handlers see it, whatever protocol it came by. */
export type SandboxRequest = {
  method: string;
  /** Without the port. */
  host: string;
  /** Path and query as they came: signatures cover every character. */
  target: string;
  /** Path as it came, no query. */
  path: string;
  /** `https://host/path?query`. May hold a signature: never into a log. */
  url: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  protocol: Protocol;
};

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

async function readBody(incoming: IncomingMessage | Http2ServerRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  // HTTP/2 may end a body that broke off as if it were whole.
  const announced = incoming.headers['content-length'];
  if (announced !== undefined && Number(announced) !== body.length) throw new Error('request body cut');
  return body;
}

/** Reads a request to its end. Throws when the body breaks off or is shorter than announced. */
export async function readRequest(incoming: IncomingMessage | Http2ServerRequest): Promise<SandboxRequest> {
  const { headers } = incoming;
  const authority = single(headers[':authority']) ?? headers.host ?? '';
  const host = authority.replace(/:\d+$/, '');
  const target = incoming.url ?? '/';
  const [path = '/', ...query] = target.split('?');
  return {
    method: incoming.method ?? 'GET',
    host,
    target,
    path,
    url: `https://${host}${target}`,
    query: new URLSearchParams(query.join('?')),
    headers,
    body: await readBody(incoming),
    protocol: incoming.httpVersionMajor === 2 ? 'h2' : 'h1',
  };
}
