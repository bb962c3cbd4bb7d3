import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountAttempt, createAttempts } from './attempts';
import { openDatabase } from './database/node-database';
import { attempts } from './database/schema';
import { startNode } from './testing/local-node';
import { environmentFor } from './testing/local-r2';
import { startKeptWorker } from './testing/with-database';

const stranger = '198.51.100.7';
const secret = 'a-secret-for-tokens-a-secret-for-tokens';
const seconds = () => Math.floor(Date.now() / 1000);

/** All the logins one address has. */
async function exhaust(count: CountAttempt, client: string): Promise<void> {
  for (let n = 0; n < 60; n++) await count(`${n}@${client}`, client);
}

describe('logins on Node from one address of the network', () => {
  let folder: string;
  const databaseFile = () => join(folder, 'companion.db');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'companion-'));
    const { database, close } = await openDatabase(databaseFile());
    const count = createAttempts(database, seconds);
    for (const client of [stranger, '127.0.0.1', '::ffff:127.0.0.1']) await exhaust(count, client);
    await expect(count('one more', stranger)).rejects.toMatchObject({ status: 429 });
    await count('nobody knows from where', undefined);
    close();
  });

  afterAll(() => rm(folder, { recursive: true }));

  /** What logins are answered whose `X-Forwarded-For` is this. */
  async function statuses(proxies: string, forwarded: string[]) {
    const variables = { AUTH_SECRET: secret, TRUSTED_PROXIES: proxies };
    const companion = await startNode({
      ...environmentFor('http://127.0.0.1:1'),
      ...variables,
      DATABASE_FILE: databaseFile(),
    });
    const answers: number[] = [];
    for (const [n, text] of forwarded.entries()) {
      const headers = { 'content-type': 'application/json', ...(text && { 'x-forwarded-for': text }) };
      const body = JSON.stringify({ email: `${n}-${proxies}@example.com`, password: 'x' });
      answers.push((await fetch(`${companion.url}/api/v1/auth/login`, { method: 'POST', headers, body })).status);
    }
    await companion.stop();
    return answers;
  }

  it('are not limited for a proxy, which is everybody, nor by a header anybody may send', async () => {
    expect(await statuses('0', ['', stranger])).toEqual([401, 401]);
  });

  it('are limited by what the trusted proxy says', async () => {
    expect(
      await statuses('1', [stranger, `203.0.113.9, ${stranger}`, `${stranger}, 203.0.113.9`, '', 'nonsense']),
    ).toEqual([429, 429, 401, 401, 401]);
    expect(await statuses('2', [`${stranger}, 203.0.113.9`, `203.0.113.8, ${stranger}`])).toEqual([429, 401]);
  });
});

describe('logins on Workers from one address of the network', () => {
  it('are limited by what Cloudflare says, and by nothing a caller may write', async () => {
    const environment = { ...environmentFor('http://127.0.0.1:1'), AUTH_SECRET: secret };
    const companion = await startKeptWorker(environment, undefined, true);
    await createAttempts(companion.database, seconds)('one@example.com', stranger);
    // Each call from here into the runtime is slow: the other 59 at once.
    await companion.database.update(attempts).set({ count: 60 });
    const body = JSON.stringify({ email: 'somebody@example.com', password: 'x' });
    const statusFor = async (headers: Record<string, string>) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
      return (await fetch(`${companion.url}/api/v1/auth/login`, init)).status;
    };
    expect(await statusFor({ 'cf-connecting-ip': stranger })).toBe(429);
    expect(await statusFor({ 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': stranger })).toBe(401);
    await companion.stop();
  });
});
