import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { Context } from 'hono';
import type { Fetch } from '../lib/net/request';
import { createCompanion, createMisconfigured } from './app';
import { ConfigError, readConfig } from './config';
import { boundDatabase } from './database/worker-database';
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
    ...(redirect && { redirect }),
    cache: 'no-store',
  });

/** In JavaScript: WebCrypto has no scrypt, and its PBKDF2 is capped too low there. */
const scrypt: Scrypt = (password, salt, parameters) => scryptAsync(password, salt, parameters);

const clientOf = (context: Context) => context.req.header('cf-connecting-ip') ?? '';

const logAt = (level: LogLevel) => createJsonLog(level, console.log);

function createFor(environment: object) {
  try {
    const config = readConfig({ ...standards, ...environment }, { presignBatch });
    const fetches = { fetchPublic: fetchHere, fetchStorage: fetchHere };
    const database = boundDatabase(environment);
    return createCompanion(config, { log: logAt(config.logLevel), ...fetches, database, scrypt, clientOf });
  } catch (error) {
    if (error instanceof ConfigError) return createMisconfigured(error, logAt('info'));
    throw error;
  }
}

let app: ReturnType<typeof createFor> | undefined;

// Workers look for the handler in the default export.
export default {
  fetch(request: Request, environment: object): Response | Promise<Response> {
    app ??= createFor(environment);
    return app.fetch(request);
  },
};
