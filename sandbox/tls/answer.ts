import type { ServerResponse } from 'node:http';
import { constants, type Http2ServerResponse } from 'node:http2';
import type { SandboxRequest } from './request';

export type Answer = {
  status: number;
  /** A list is one header sent several times, as cookies are. */
  headers?: Record<string, string | string[]>;
  body?: Uint8Array | string;
};

/** What both protocols' responses have in common, without Node's overloads, which a union cannot call. */
export type Reply = {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  write(chunk: Uint8Array, done: () => void): boolean;
  end(chunk: Uint8Array): unknown;
} & (Pick<Http2ServerResponse, 'stream'> | Pick<ServerResponse, 'socket'>);

/** How much of the answer leaves before the connection breaks. */
export type Portion = 'all' | 'half' | 'headers';

const nothing = new Uint8Array();

const bytesOf = (body: Answer['body']) => (typeof body === 'string' ? Buffer.from(body) : (body ?? nothing));

/** Breaks the connection (HTTP/1.1) or the one stream (HTTP/2) without a proper end. */
export function breakOff(reply: Reply): void {
  if ('stream' in reply) reply.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else reply.socket?.destroy();
}

function writeHead(reply: Reply, answer: Answer, length: number): void {
  reply.statusCode = answer.status;
  const headers = { 'content-length': String(length), ...answer.headers };
  for (const [name, value] of Object.entries(headers)) reply.setHeader(name, value);
}

/** Sends an answer, or the beginning of it: `half` and `headers` announce the full length and break off. */
export function sendAnswer(reply: Reply, request: SandboxRequest, answer: Answer, portion: Portion = 'all'): void {
  const body = bytesOf(answer.body);
  writeHead(reply, answer, body.length);
  if (portion === 'all') {
    reply.end(request.method === 'HEAD' ? nothing : body);
    return;
  }
  const part = portion === 'half' ? body.subarray(0, Math.floor(body.length / 2)) : nothing;
  // A moment's pause lets what was written leave, so that the receiver sees a beginning and not only a reset.
  reply.write(part, () => void setTimeout(() => breakOff(reply), 20));
}
