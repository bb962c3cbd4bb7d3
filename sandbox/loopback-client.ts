import { connect } from 'node:http2';
import { request } from 'node:https';
import type { Ports } from './hosts';
import type { Protocol } from './tls/request';

export type Sent = {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  protocol?: Protocol;
  /** Send only so many bytes of the body, then break off. */
  cutAfter?: number;
};

export type Received = { status: number; headers: Record<string, string>; body: Buffer };

type Call = {
  url: URL;
  port: number;
  method: string;
  headers: Record<string, string>;
  body: Buffer;
  cutAfter: number;
  timeout: number;
};

const bytesOf = async (body: BodyInit) => new Uint8Array(await new Response(body).arrayBuffer());

const textHeaders = (headers: object) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function overH1({ url, port, method, headers, body, cutAfter, timeout }: Call): Promise<Received> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port, servername: url.hostname, path: url.pathname + url.search };
    const safety = { rejectUnauthorized: false, agent: false, timeout } as const;
    const outgoing = request({ ...target, ...safety, method, headers: { ...headers, host: url.host } });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const answer = { status: incoming.statusCode ?? 0, headers: textHeaders(incoming.headers) };
        resolve({ ...answer, body: Buffer.concat(chunks) });
      });
    });
    if (cutAfter < body.length) outgoing.write(body.subarray(0, cutAfter), () => outgoing.destroy());
    else outgoing.end(body);
  });
}

function overH2({ url, port, method, headers, body, cutAfter, timeout }: Call): Promise<Received> {
  const session = connect(url.origin, { host: '127.0.0.1', port, rejectUnauthorized: false });
  const received = new Promise<Received>((resolve, reject) => {
    session.once('error', reject);
    const pseudo = { ':method': method, ':path': url.pathname + url.search, ':authority': url.host };
    const stream = session.request({ ...pseudo, ...headers }, { endStream: body.length === 0 });
    const answer: Received = { status: 0, headers: {}, body: Buffer.alloc(0) };
    const chunks: Buffer[] = [];
    stream.once('response', (head) => {
      answer.status = Number(head[':status']);
      answer.headers = textHeaders(head);
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('error', reject);
    stream.setTimeout(timeout, () => stream.destroy(new Error('no answer in time')));
    // A connection that goes away ends a stream like a whole answer does; only the missing status tells them apart.
    stream.once('end', () => answer.status > 0 && resolve({ ...answer, body: Buffer.concat(chunks) }));
    stream.once('close', () => reject(new Error('stream closed')));
    if (cutAfter < body.length)
      stream.write(body.subarray(0, cutAfter), () => stream.destroy(new Error('cut as asked')));
    else if (body.length > 0) stream.end(body);
  });
  return received.finally(() => session.destroy());
}

/**
 * A client for Node that reaches the sandbox's hosts by their real names, as Chromium does by the resolver rules.
 * One connection a call. Rejects when the answer breaks off, or nothing comes for `timeout` milliseconds.
 */
export function createLoopbackClient(ports: Ports, timeout = 15_000) {
  const client = {
    /** Sends one request; `content-length` is the whole body's even when it is to be cut. */
    send(address: string, sent: Sent = {}): Promise<Received> {
      const url = new URL(address);
      const port = ports[url.hostname];
      if (port === undefined) return Promise.reject(new Error(`no such host in the sandbox: ${url.hostname}`));
      const body = Buffer.from(sent.body ?? '');
      const framing = body.length > 0 ? { 'content-length': String(body.length) } : {};
      const { method = 'GET', cutAfter = body.length } = sent;
      const call = { url, port, method, headers: { ...framing, ...sent.headers }, body, cutAfter, timeout };
      return sent.protocol === 'h1' ? overH1(call) : overH2(call);
    },

    /** The same as a `fetch` that follows no redirects and sends nothing of a browser. */
    async fetch(address: string, init: RequestInit = {}): Promise<Response> {
      const sent = init.body === undefined || init.body === null ? undefined : await bytesOf(init.body);
      const { status, headers, body } = await client.send(address, {
        // All hosts speak it, whatever else they offer.
        protocol: 'h1',
        method: init.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(sent && { body: sent }),
      });
      const plain = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
      // The platform takes no body, not even an empty one, with these.
      const isBare = status === 204 || status === 304;
      return new Response(isBare ? null : new Uint8Array(body), { status, headers: plain });
    },
  };
  return client;
}
