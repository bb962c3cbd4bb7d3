import { type Context, Hono } from 'hono';
import { loginRequest } from '../../lib/storage/companion-api';
import type { CountAttempt } from '../attempts';
import type { CompanionEnv } from '../auth';
import { invalidBy, RequestError } from '../errors';
import { readJson } from '../json-body';
import type { Log } from '../log';
import type { Sessions } from '../sessions';
import type { Users } from '../users';

type Deps = {
  login: Users['login'];
  issue: Sessions['issue'];
  countAttempt: CountAttempt;
  /** The network address a request came from, where it is known to be one caller's. */
  clientOf: (context: Context) => string | undefined;
  log: Log;
};

/** G7: a token for e-mail and password. An unknown e-mail and a wrong password look alike, in time too. */
export function loginRoutes({ login, issue, countAttempt, clientOf, log }: Deps) {
  return new Hono<CompanionEnv>().post('/api/v1/auth/login', async (context) => {
    const body = loginRequest.safeParse(await readJson(context.req));
    if (!body.success) throw invalidBy(body.error, 'body');
    await countAttempt(body.data.email, clientOf(context));
    const userId = await login(body.data.email, body.data.password);
    if (userId === undefined) {
      log.warn('login.refused', { request: context.get('requestId') });
      throw new RequestError(401, 'companion.denied', 'E-mail or password is wrong.');
    }
    log.info('login', { request: context.get('requestId'), user: userId });
    return context.json(await issue(userId));
  });
}

/** What answers the same address where there are no named users. */
export function noLoginRoutes() {
  return new Hono<CompanionEnv>().post('/api/v1/auth/login', () => {
    throw new RequestError(404, 'companion.refused', 'This companion has no named users; use an access token.');
  });
}
