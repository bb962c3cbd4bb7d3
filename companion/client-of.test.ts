import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempts } from './attempts';
import { openDatabase } from './database/node-database';
import { startNode } from './testing/local-node';
import { environmentFor } from './testing/local-r2';

const stranger = '198.51.100.7';
const seconds = () => Math.floor(Date.now() / 1000);

describe('logins on Node from one address of the network', () => {
  let folder: string;
  const databaseFile = () => join(folder, 'companion.db');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'companion-'));
    const { database, close } = await openDatabase(databaseFile());
    const count = createAttempts(database, seconds);
    for (const client of [stranger, '127.0.0.1', '::ffff:127.0.0.1'])
      for (let n = 0; n < 60; n++) await count(`${n}@${client}`, client);
    await expect(count('one more', stranger)).rejects.toMatchObject({ status: 429 });
    await count('nobody knows from where', undefined);
    close();
  });

  afterAll(() => rm(folder, { recursive: true }));

  /** What logins are answered whose `X-Forwarded-For` is this. */
  async function statuses(proxies: string, forwarded: string[]) {
    const variables = { AUTH_SECRET: 'a-secret-for-tokens-a-secret-for-tokens', TRUSTED_PROXIES: proxies };
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
