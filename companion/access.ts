import type { Context, Hono } from 'hono';
import { createAttempts } from './attempts';
import { type Authenticate, type CompanionEnv, createAuthenticator } from './auth';
import type { CompanionConfig } from './config';
import type { Clock, Database } from './database/database';
import type { Log } from './log';
import type { Scrypt } from './password';
import { type TakeQuota, takeQuotaOf } from './quota';
import { loginRoutes, noLoginRoutes } from './routes/login';
import { createSessions } from './sessions';
import { createUsers } from './users';

type Deps = {
  database?: Database | undefined;
  scrypt: Scrypt;
  clientOf: (context: Context) => string | undefined;
  log: Log;
  now: Clock;
};

/** Who may call and how much: tokens of the environment, named users, and what each has left. */
export type Access = { authenticate: Authenticate; take: TakeQuota; login: Hono<CompanionEnv> };

/** Puts together what the configuration asks for; named users and quotas need a database. */
export function createAccess({ tokens, login, quota }: CompanionConfig, deps: Deps): Access {
  const { database, scrypt, clientOf, log, now } = deps;
  const byToken = createAuthenticator(tokens);
  const take = takeQuotaOf(database, quota, now);
  if (!database || !login) return { authenticate: byToken, take, login: noLoginRoutes() };

  const users = createUsers({ database, scrypt, now });
  const sessions = createSessions({ ...login, accepts: users.accepts, now });
  const countAttempt = createAttempts(database, now);
  return {
    authenticate: async (token) => (await byToken(token)) ?? (await sessions.userOf(token)),
    take,
    login: loginRoutes({ login: users.login, issue: sessions.issue, countAttempt, clientOf, log }),
  };
}
