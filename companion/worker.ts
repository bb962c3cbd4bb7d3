import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { Context } from 'hono';
import type { Fetch } from '../lib/net/request';
import { createCompanion, createMisconfigured } from './app';
import { ConfigError, readConfig } from './config';
import { boundDatabase } from './database/worker-database';
import { boundQueueAndBucket, type MessageBatch } from './jobs/bindings';
import { createServerMode } from './jobs/server-mode';
import { createJsonLog, type LogLevel } from './log';
import type { Scrypt } from './password';

/** A Worker on the Free plan has 10 ms of CPU a request: about 200 signatures (object-storage.md §6). */
const presignBatch = 200;

/** Workers keep what is printed (Logs, `wrangler tail`), so requests are logged unless set otherwise. */
const standards = { LOG_LEVEL: 'info' };

/** Workers refuse what they do not know of a browser's request, even where it would change nothing. */
const fetchHere: Fetch = (url, { method, headers, body, signal, redirect }) =>
  fetch(url, {
    ...(method && { method }),
    ...(headers && { headers }),
    ...(body && { body }),
    ...(signal && { signal }),
    // `error` is not known here; a redirect is then handed back, which nobody takes for an answer.
    ...(redirect && { redirect: redirect === 'error' ? 'manual' : redirect }),
    cache: 'no-store',
  });

/** In JavaScript: WebCrypto has no scrypt, and its PBKDF2 is capped too low there. */
const scrypt: Scrypt = (password, salt, parameters) => scryptAsync(password, salt, parameters);

const clientOf = (context: Context) => context.req.header('cf-connecting-ip');

const logAt = (level: LogLevel) => createJsonLog(level, console.log);

function createFor(environment: object) {
  try {
    const config = readConfig({ ...standards, ...environment }, { presignBatch });
    const fetches = { fetchPublic: fetchHere, fetchStorage: fetchHere, fetchOzon: fetchHere };
    const shared = { log: logAt(config.logLevel), ...fetches };
    const database = boundDatabase(environment);
    const { queue, bucket } = boundQueueAndBucket(environment);
    const { jobs } = config;
    const server =
      jobs && database && queue && bucket
        ? createServerMode({ ...config, jobs }, { ...shared, database, queue, bucket })
        : undefined;
    return { app: createCompanion(config, { ...shared, database, scrypt, clientOf, jobs: server?.desk }), server };
  } catch (error) {
    if (error instanceof ConfigError) return { app: createMisconfigured(error, logAt('info')), server: undefined };
    throw error;
  }
}

let made: ReturnType<typeof createFor> | undefined;

const madeFor = (environment: object) => {
  made ??= createFor(environment);
  return made;
};

/** What cannot be worked on now is not lost: the queue hands it over again. */
function serverFor(environment: object) {
  const { server } = madeFor(environment);
  if (!server) throw new Error('server mode is not set up: see the answer of /api/v1/health');
  return server;
}

// Workers look for the handlers in the default export.
export default {
  fetch: (request: Request, environment: object): Response | Promise<Response> =>
    madeFor(environment).app.fetch(request),
  queue: (batch: MessageBatch, environment: object): Promise<void> => serverFor(environment).queue(batch),
  scheduled: (_: unknown, environment: object): Promise<void> | undefined => madeFor(environment).server?.scheduled(),
};
