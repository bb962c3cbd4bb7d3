import type { IncomingMessage } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type ServerHttp2Session } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Reply } from './answer';
import type { Protocol } from './request';

type Listener = (incoming: IncomingMessage | Http2ServerRequest, reply: Reply) => void;

export type TlsServer = { port: number; stop(): Promise<void> };

const windowBytes = 8 * 1024 * 1024;

function open(identity: { key: string; cert: string }, protocol: Protocol, listener: Listener) {
  if (protocol === 'h1') return createServer({ ...identity, keepAliveTimeout: 60_000 }, listener);
  const settings = { initialWindowSize: windowBytes, maxConcurrentStreams: 128 };
  const server = createSecureServer({ ...identity, allowHTTP1: true, settings }, listener);
  // Node's default of 64 KiB a connection would make uploads wait for window updates.
  server.on('session', (session: ServerHttp2Session) => session.setLocalWindowSize(windowBytes));
  return server;
}

/** Opens a TLS server on a free loopback port: `h2` speaks HTTP/2 and HTTP/1.1, `h1` only the latter. */
export async function openTlsServer(
  identity: { key: string; cert: string },
  protocol: Protocol,
  listener: Listener,
): Promise<TlsServer> {
  const server = open(identity, protocol, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
