import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/node-database';
import { nodeScrypt } from '../node-scrypt';
import { createSessions } from '../sessions';
import { createUsers } from '../users';
import { runUsers } from './run-users';

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'users-'));
  environment = { DATABASE_FILE: join(folder, 'companion.db'), AUTH_SECRET: 's'.repeat(32) };
});

afterAll(() => rm(folder, { recursive: true }));

/** What the command prints. */
async function run(line: string, password = 'a good password'): Promise<string[]> {
  const printed: string[] = [];
  const terminal = { print: (text: string) => void printed.push(text), readPassword: () => Promise.resolve(password) };
  await runUsers(line.split(' '), environment, terminal);
  return printed;
}

async function opened<T>(
  work: (users: ReturnType<typeof createUsers>, execute: (text: string) => Promise<unknown>) => Promise<T>,
) {
  const { database, close } = await openDatabase(environment.DATABASE_FILE ?? '');
  const users = createUsers({ database, scrypt: nodeScrypt, now: () => Math.floor(Date.now() / 1000) });
  return work(users, (text) => database.run(sql.raw(text))).finally(close);
}

describe('the command for users', () => {
  it('adds, lists, revokes', async () => {
    expect(await run('add anna Anna@Example.com')).toEqual(['anna can log in as anna@example.com.']);
    expect(await opened((users) => users.login('anna@example.com', 'a good password'))).toBe('anna');
    expect(await run('revoke anna')).toEqual(['anna is refused from now on.']);
    expect(await run('list')).toEqual([expect.stringMatching(/^anna\tanna@example\.com\t\S{16}\trevoked \S{16}$/)]);
    await run('add anna anna@example.com');
    expect(await run('list')).toEqual([expect.stringMatching(/\tactive$/)]);
  });

  it('prints statements that do the same for D1', async () => {
    const [insert = ''] = await run("add olga o'hara@example.com --sql");
    expect(insert).not.toContain('a good password');
    await opened((_, execute) => execute(insert));
    expect(await opened((users) => users.login("o'hara@example.com", 'a good password'))).toBe('olga');
    const [update = ''] = await run('revoke olga --sql');
    await opened((_, execute) => execute(update));
    expect(await opened((users) => users.login("o'hara@example.com", 'a good password'))).toBeUndefined();
  });

  it('issues a token', async () => {
    const [token = ''] = await run('token anna 2');
    const secret = environment.AUTH_SECRET ?? '';
    const at = (hours: number) => () => Math.floor(Date.now() / 1000) + hours * 3600;
    const userAfter = (hours: number) =>
      createSessions({ secret, lifetimeSeconds: 1, accepts: () => Promise.resolve(true), now: at(hours) }).userOf(
        token,
      );
    expect([await userAfter(1.9), await userAfter(2.1)]).toEqual(['anna', undefined]);
  });

  it.each([
    ['add x/y a@example.com', 'A user id'],
    ['add anna nobody', 'That is no e-mail'],
    ['revoke nobody', 'There is no user nobody'],
    ['token anna soon', 'Hours are'],
    ['forget anna', 'npm run companion:users'],
  ])('refuses %s', async (line, sentence) => {
    await expect(run(line)).rejects.toThrow(sentence);
  });

  it('refuses a short password and a missing database', async () => {
    await expect(run('add eva eva@example.com', 'short')).rejects.toThrow('10 to 1024');
    await expect(runUsers(['list'], {}, { print: () => {}, readPassword: () => Promise.resolve('') })).rejects.toThrow(
      'DATABASE_FILE is not set',
    );
  });
});
