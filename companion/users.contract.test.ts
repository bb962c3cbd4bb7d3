import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, healthAnswer, loginAnswer } from '../lib/storage/companion-api';
import { post, presignOne, read } from './testing/client';
import { environmentFor, token } from './testing/local-r2';
import { type Kept, keptRuntimes, quickRuntimes, quickScrypt } from './testing/with-database';
import { createUsers, type Users } from './users';

const secret = 'a-secret-for-tokens-a-secret-for-tokens';
const environment = { ...environmentFor('http://127.0.0.1:1'), AUTH_SECRET: secret };
const seconds = () => Math.floor(Date.now() / 1000);
const password = 'пароль Анны 1';

// What a password costs is shown by password.test.ts, real logins on both runtimes by the curl examples.
describe.each(quickRuntimes)('named users on $name', ({ start }) => {
  let companion: Kept;
  let users: Users;

  beforeAll(async () => {
    companion = await start(environment);
    users = createUsers({ database: companion.database, scrypt: quickScrypt, now: seconds });
    await users.put('anna', 'anna@example.com', password);
  });

  afterAll(() => companion.stop());

  const ask = (body: unknown) =>
    fetch(`${companion.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const login = async (email = 'anna@example.com', typed = password) =>
    (await read(await ask({ email, password: typed }), loginAnswer)).body;
  const health = (bearer: string) =>
    fetch(`${companion.url}/api/v1/health`, { headers: { authorization: `Bearer ${bearer}` } });
  const userOf = async (bearer: string) =>
    (await health(bearer)).status === 200 ? (await read(await health(bearer), healthAnswer)).body.user_id : undefined;

  it('get a token that signs in their own folder and ends', async () => {
    const { token: issued, expires_at } = await login(' Anna@Example.com');
    expect(Math.abs(Date.parse(expires_at) / 1000 - seconds() - 168 * 3600)).toBeLessThan(30);
    expect(await userOf(issued)).toBe('anna');
    const headers = { authorization: `Bearer ${issued}`, 'content-type': 'application/json' };
    expect((await post(companion, 'presigned-url', { r2_path: 'users/anna/1.jpg' }, headers)).status).toBe(200);
    expect((await post(companion, 'presigned-url', { r2_path: 'users/u1/1.jpg' }, headers)).status).toBe(403);
    // Tokens of the environment go on working beside them.
    await presignOne(companion, { r2_path: 'users/u1/1.jpg' });
    expect(await userOf(token)).toBe('u1');
  });

  it('are told the same for a wrong password and an unknown e-mail', async () => {
    const wrong = await read(await ask({ email: 'anna@example.com', password: 'Пароль Анны 1' }), failure);
    const unknown = await read(await ask({ email: 'nobody@example.com', password }), failure);
    expect(wrong).toEqual({
      status: 401,
      body: { success: false, code: 'companion.denied', error: 'E-mail or password is wrong.' },
    });
    expect(unknown).toEqual(wrong);
  });

  it.each([
    [{}, 'email'],
    [{ email: 'anna@example.com' }, 'password'],
    [{ email: 7, password }, 'email'],
    [[], 'body'],
  ])('names the field of %j', async (body, field) => {
    const refused = await read(await ask(body), failure);
    expect([refused.status, refused.body.error.split(':')[0]]).toEqual([400, field]);
  });

  const forged = (change: (jwt: SignJWT) => SignJWT, key = secret, alg = 'HS256') =>
    change(
      new SignJWT()
        .setProtectedHeader({ alg })
        .setIssuer('ozon-image-bridge')
        .setSubject('anna')
        .setIssuedAt()
        .setExpirationTime('1h'),
    ).sign(new TextEncoder().encode(key));
  const unsigned = (payload: object) =>
    `${[{ alg: 'none' }, payload].map((part) => btoa(JSON.stringify(part)).replaceAll('=', '')).join('.')}.`;

  it('are not taken in by tokens of others', async () => {
    expect(await userOf(await forged((jwt) => jwt))).toBe('anna');
    const wrong = [
      await forged((jwt) => jwt, 'another-secret-another-secret-another'),
      await forged((jwt) => jwt.setExpirationTime(seconds() - 1)),
      await forged((jwt) => jwt.setIssuer('somebody')),
      await forged((jwt) => jwt.setSubject('nobody')),
      await forged((jwt) => jwt.setIssuedAt(seconds() - 3600)),
      await forged((jwt) => jwt, secret, 'HS512'),
      unsigned({ iss: 'ozon-image-bridge', sub: 'anna', iat: seconds(), exp: seconds() + 3600 }),
    ];
    expect(await Promise.all(wrong.map(userOf))).toEqual(wrong.map(() => undefined));
  });

  it('are out once revoked or given another password', async () => {
    await users.put('boris', 'boris@example.com', 'first password');
    const { token: issued } = await login('boris@example.com', 'first password');
    expect(await userOf(issued)).toBe('boris');
    expect([await users.revoke('boris'), await users.revoke('boris'), await users.revoke('nobody')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await userOf(issued)).toBeUndefined();
    expect((await ask({ email: 'boris@example.com', password: 'first password' })).status).toBe(401);
    const later = createUsers({ database: companion.database, scrypt: quickScrypt, now: () => seconds() + 5 });
    await later.put('boris', 'boris@example.com', 'second password');
    expect(await userOf(issued)).toBeUndefined();
    expect((await ask({ email: 'boris@example.com', password: 'second password' })).status).toBe(200);
  });

  it('have ten tries in a quarter of an hour, then wait', async () => {
    const body = { email: 'guessed@example.com', password: 'x' };
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await ask(body)).status);
    expect(new Set(statuses)).toEqual(new Set([401]));
    const refused = await ask(body);
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(900);
    expect((await ask({ ...body, email: 'anna@example.com', password })).status).toBe(200);
  }, 60_000);

  it('leave no password, e-mail or token in the log', async () => {
    const { token: issued } = await login();
    expect(companion.lines.join('\n')).toContain('"login"');
    for (const secretText of [password, 'anna@example.com', issued, secret])
      expect(companion.lines.join('\n')).not.toContain(secretText);
  });
});

describe.each(keptRuntimes)('without named users on $name', ({ start }) => {
  it('there is no login', async () => {
    const companion = await start(environmentFor('http://127.0.0.1:1'));
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    const { status } = await read(await fetch(`${companion.url}/api/v1/auth/login`, init), failure);
    await companion.stop();
    expect(status).toBe(404);
  });
});
