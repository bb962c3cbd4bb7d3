import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { requestId } from 'hono/request-id';
import type { Fetch } from '../lib/net/request';
import { createAccess } from './access';
import { type CompanionEnv, identify } from './auth';
import type { CompanionConfig, ConfigError } from './config';
import type { Database } from './database/database';
import { failureOf, RequestError } from './errors';
import { createImages } from './images';
import type { JobDesk } from './jobs/job-desk';
import type { Log } from './log';
import { createLook } from './look';
import { createMultipart } from './multipart';
import { allowOrigins } from './origins';
import { createOzon } from './ozon/create-ozon';
import type { Scrypt } from './password';
import { createPartPresigner, createPresigner } from './presign';
import { logRequests } from './request-log';
import { documentRoutes } from './routes/document';
import { healthRoutes } from './routes/health';
import { jobRoutes } from './routes/jobs';
import { multipartRoutes } from './routes/multipart';
import { pictureRoutes } from './routes/pictures';
import { presignRoutes } from './routes/presign';
import { createStorageClient } from './storage-client';
import { createStorageHealth } from './storage-health';

/** What the runtime brings. */
export type Runtime = {
  log: Log;
  /** Reaches addresses people gave; it must not reach private networks by a name, which is the runtime's to see to. */
  fetchPublic: Fetch;
  /** Reaches the Seller API, without the headers of a browser. */
  fetchOzon: Fetch;
  /** Reaches the storage its owner configured, wherever that is. */
  fetchStorage: Fetch;
  /** Needed for named users and quotas. */
  database?: Database | undefined;
  /** Jobs that run on the server, where something is there to run them. */
  jobs?: JobDesk | undefined;
  scrypt: Scrypt;
  /** The network address a request came from, where it is known to be one caller's. */
  clientOf: (context: Context) => string | undefined;
  /** Middleware around everything. */
  around?: MiddlewareHandler[];
  now?: () => number;
};

const maxBodyBytes = 1024 * 1024;
/** A call for a hundred products with fifty pictures each is larger. */
const ozonCall = { path: '/api/v1/ozon/call', maxBytes: 8 * 1024 * 1024 };
/** For one call of the companion itself to the storage; putting many parts together takes its time. */
const storageTimeoutMs = 30_000;

type Base = Pick<Runtime, 'log' | 'around' | 'now'>;

function createBase(allowedOrigins: readonly string[], { log, around = [], now = Date.now }: Base) {
  const app = new Hono<CompanionEnv>();
  app.use(...around, requestId({ limitLength: 64 }), logRequests(log, now), allowOrigins(allowedOrigins));
  app.onError((error, context) => {
    const status = error instanceof RequestError ? error.status : 500;
    // The kind only: messages and stacks of libraries may quote what they were given.
    if (status === 500) log.error('companion.server_error', { request: context.get('requestId'), kind: error.name });
    if (error instanceof RequestError)
      for (const [name, value] of Object.entries(error.headers)) context.header(name, value);
    if (status === 401) context.header('WWW-Authenticate', 'Bearer');
    return context.json(failureOf(error), status);
  });
  app.notFound((context) => {
    const methods = app.routes.filter(({ path, method }) => path === context.req.path && method !== 'ALL');
    if (methods.length === 0) throw new RequestError(404, 'companion.refused', 'There is nothing at this address.');
    context.header('Allow', methods.map(({ method }) => method).join(', '));
    throw new RequestError(405, 'companion.refused', 'This address does not take this method.');
  });
  return app;
}

function limitBody(maxSize: number): MiddlewareHandler {
  const refuse = (): never => {
    throw new RequestError(413, 'companion.refused', `body: at most ${maxSize} bytes`);
  };
  const counted = bodyLimit({ maxSize, onError: refuse });
  // hono looks at `body` first, for which Node's adapter builds a stream that nobody needs where the length is told.
  return (context, next) => {
    const length = context.req.header('content-length');
    if (length === undefined || context.req.header('transfer-encoding') !== undefined) return counted(context, next);
    return Number(length) <= maxSize ? next() : refuse();
  };
}

/** What health says of server mode. */
const serverModePlugins = (jobs: JobDesk | undefined) =>
  jobs ? [{ name: 'server_mode', display_name: 'Server mode', category: 'jobs', enabled: true, healthy: true }] : [];

/** The companion as one `Request → Response` application; the only place where its parts meet. */
export function createCompanion(config: CompanionConfig, runtime: Runtime): Hono<CompanionEnv> {
  const { log, fetchPublic, fetchStorage, now = Date.now } = runtime;
  const clock = () => Math.floor(now() / 1000);
  const { authenticate, take, login } = createAccess(config, { ...runtime, now: clock });
  const storage = createStorageClient(config.storage, { fetch: fetchStorage, timeoutMs: storageTimeoutMs });
  const app = createBase(config.allowedOrigins, runtime);
  app.use('/api/v1/health', identify(authenticate, { needed: false }));
  for (const area of ['r2', 'pictures', 'ai', 'outputs', 'card-sets', 'ozon'])
    app.use(`/api/v1/${area}/*`, identify(authenticate, { needed: true }));
  const [usual, large] = [limitBody(maxBodyBytes), limitBody(ozonCall.maxBytes)];
  app.use((context, next) => (context.req.path === ozonCall.path ? large : usual)(context, next));
  app.route('/', documentRoutes());
  const presign = createPresigner(config.storage);
  const images = createImages(config, { ...runtime, presign, take, now });
  app.route(
    '/',
    healthRoutes(config, createStorageHealth(storage, { log, now }), () => [
      ...images.plugins(),
      ...serverModePlugins(runtime.jobs),
    ]),
  );
  app.route('/', presignRoutes(config, presign, take));
  app.route('/', images.routes);
  const parts = { multipart: createMultipart(storage), presignPart: createPartPresigner(config.storage), take };
  app.route('/', multipartRoutes(config, parts));
  app.route('/', login);
  app.route('/', pictureRoutes(createLook(config, fetchPublic)));
  app.route('/', jobRoutes(runtime.jobs));
  app.route('/', createOzon(config, { ...runtime, presign, take, now }));
  return app;
}

/** What answers where nobody can refuse to start: 500 with what is wrong, on every address. */
export function createMisconfigured(error: ConfigError, log: Log): Hono<CompanionEnv> {
  const app = createBase([], { log });
  app.all('*', () => {
    throw new RequestError(500, 'companion.config', error.problems.join('; '));
  });
  return app;
}
