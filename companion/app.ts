import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Fetch } from '../lib/net/request';
import { type CompanionEnv, createAuthenticator, identify } from './auth';
import type { CompanionConfig, ConfigError } from './config';
import { failureOf, RequestError } from './errors';
import { createLook } from './look';
import { allowOrigins } from './origins';
import { createPresigner } from './presign';
import { healthRoutes } from './routes/health';
import { pictureRoutes } from './routes/pictures';
import { presignRoutes } from './routes/presign';

type Log = (line: string) => void;

/** What the runtime adds: where lines for its log go, and middleware around everything. */
type Runtime = { log?: Log; around?: MiddlewareHandler[] };

const maxBodyBytes = 1024 * 1024;

function createBase(allowedOrigins: readonly string[], { log = console.error, around = [] }: Runtime) {
  const app = new Hono<CompanionEnv>();
  app.use(...around, allowOrigins(allowedOrigins));
  app.onError((error, context) => {
    const status = error instanceof RequestError ? error.status : 500;
    // The kind only: messages and stacks of libraries may quote what they were given.
    if (!(error instanceof RequestError)) {
      log(`companion.server_error ${context.req.method} ${context.req.path} ${error.name}`);
    }
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

const tooLarge = () => {
  throw new RequestError(413, 'companion.refused', `body: at most ${maxBodyBytes} bytes`);
};

/**
 * The companion as one `Request → Response` application; the only place where its parts meet. `fetch` goes to addresses
 * people gave; it must not reach private networks by a name, which is the runtime's to see to.
 */
export function createCompanion(config: CompanionConfig, fetch: Fetch, runtime: Runtime = {}): Hono<CompanionEnv> {
  const authenticate = createAuthenticator(config.tokens);
  const app = createBase(config.allowedOrigins, runtime);
  app.use('/api/v1/health', identify(authenticate, { needed: false }));
  for (const area of ['r2', 'pictures']) {
    app.use(
      `/api/v1/${area}/*`,
      identify(authenticate, { needed: true }),
      bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }),
    );
  }
  app.route('/', healthRoutes(config));
  app.route('/', presignRoutes(config, createPresigner(config.storage)));
  app.route('/', pictureRoutes(createLook(config, fetch)));
  return app;
}

/** What answers where nobody can refuse to start: 500 with what is wrong, on every address. */
export function createMisconfigured(error: ConfigError): Hono<CompanionEnv> {
  const app = createBase([], {});
  app.all('*', () => {
    throw new RequestError(500, 'companion.config', error.problems.join('; '));
  });
  return app;
}
