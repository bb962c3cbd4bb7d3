import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { Fetch } from '../lib/net/request';
import { maxPresignItems } from '../lib/storage/companion-api';
import { createCompanion } from './app';
import { createClientOf } from './client-of';
import { readConfig } from './config';
import { openDatabase } from './database/node-database';
import { createGuardedFetch } from './guarded-fetch';
import { gzipAnswers } from './gzip';
import type { Log } from './log';
import { createNodeLog } from './node-log';
import { nodeScrypt } from './node-scrypt';
import type { Scrypt } from './password';
import { createServerFetch } from './server-fetch';

type Options = {
  port?: number;
  host?: string;
  /** How addresses people gave are reached; tests bring their own. */
  fetch?: Fetch;
  /** How the storage is reached. */
  fetchStorage?: Fetch;
  /** How the Seller API is reached. */
  fetchOzon?: Fetch;
  scrypt?: Scrypt;
  log?: Log;
};

/** A running companion: its address, one line about it for people, and how to end it. */
export type RunningCompanion = { url: string; summary: string; stop: () => Promise<void> };

/** How long requests under way may take to finish when the companion stops. */
const stopGraceMs = 3000;

const urlOf = ({ address, port, family }: AddressInfo) =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

// hono's bodyLimit builds a new Request around a body of unknown length, and the platform's Request does not take the
// adapter's own kind. Replacing the global classes, the adapter's answer to that, would reach into the caller's process.
// A request that tells neither a length nor chunks has no body, though the adapter shows one.
function withPlainBody(request: Request): Request {
  const { method, headers, url } = request;
  if (headers.has('content-length') || method === 'GET' || method === 'HEAD') return request;
  const init: RequestInit & { duplex: 'half' } = { method, headers, duplex: 'half' };
  return new Request(url, headers.has('transfer-encoding') ? { ...init, body: request.body } : init);
}

/**
 * Starts the companion on Node. `port` and `host` win over `PORT` (8787; 0 takes a free one) and `HOST` (127.0.0.1).
 * Throws ConfigError when the environment cannot be used, and the system's error when the port is taken.
 */
export async function startCompanion(environment: object, options: Options = {}): Promise<RunningCompanion> {
  const config = readConfig(environment, { presignBatch: maxPresignItems });
  const { port, host, fetch = config.allowPrivateAddresses ? globalThis.fetch : createGuardedFetch() } = options;
  const { fetchStorage = globalThis.fetch, fetchOzon = createServerFetch() } = options;
  const { log = createNodeLog(config.logLevel), scrypt = nodeScrypt } = options;
  const around = [gzipAnswers, closeAfterRefusedBody];
  const kept = config.databaseFile === undefined ? undefined : await openDatabase(config.databaseFile);
  const clientOf = createClientOf(config.trustedProxies);
  const stored = { database: kept?.database, scrypt, clientOf };
  const app = createCompanion(config, { log, fetchPublic: fetch, fetchStorage, fetchOzon, around, ...stored });
  const server = serve({
    fetch: (request, bindings) => app.fetch(withPlainBody(request), bindings),
    port: port ?? config.port,
    hostname: host ?? config.host,
    overrideGlobalObjects: false,
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(urlOf(address));
    });
  });
  const { storage, tokens } = config;
  return {
    url,
    summary: `Companion on ${url}: ${storage.displayName}, bucket ${storage.bucket}, access tokens: ${tokens.length}`,
    stop: () => stopServer(server).finally(() => kept?.close()),
  };
}

// The rest of a body that was refused for its size stays unread, so no other request can follow on that connection.
const closeAfterRefusedBody: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.status === 413) context.header('Connection', 'close');
};

function stopServer(server: ReturnType<typeof serve>): Promise<void> {
  const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), stopGraceMs);
  return new Promise((resolve, reject) => {
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
  });
}
