import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { environmentFor } from './testing/local-r2';

const root = fileURLToPath(new URL('../', import.meta.url));
const file = readFileSync(new URL('./Dockerfile', import.meta.url), 'utf8');

const commandOf = (line: RegExp) => z.array(z.string()).parse(JSON.parse(line.exec(file)?.[1] ?? ''));
const start = commandOf(/^CMD (\[.*\])$/m);
const health = commandOf(/^HEALTHCHECK .*CMD (\[.*\])$/m);
const variables = Object.fromEntries(
  [...(/^ENV (.*)$/m.exec(file)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** There is no Docker where tests run; these are its steps by hand. */
it('the image has what it needs, starts, tells its health, and stops', async () => {
  const copied = [...file.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  expect(copied.length).toBeGreaterThan(2);
  expect(copied.filter((name) => !existsSync(`${root}${name}`))).toEqual([]);
  expect(file).toMatch(/^USER node$/m);

  const built = spawnSync('npm', ['run', '--silent', 'companion:build'], { cwd: root, encoding: 'utf8' });
  expect(built.stderr).toBe('');
  const port = await freePort();
  const own = { PORT: String(port), HOST: '127.0.0.1', DATABASE_FILE: ':memory:' };
  const env = { PATH: process.env.PATH, ...environmentFor('http://127.0.0.1:1'), ...variables, ...own };
  const isHealthy = () => spawnSync(health[0] ?? '', health.slice(1), { env }).status === 0;
  const companion = spawn(start[0] ?? '', start.slice(1), { cwd: `${root}.output/companion`, env });
  const [line] = await once(companion.stdout, 'data');
  expect(String(line)).toMatch(/^Companion on http:\/\/127\.0\.0\.1/);
  expect(isHealthy()).toBe(true);
  companion.kill('SIGTERM');
  expect(await once(companion, 'exit')).toEqual([0, null]);
  expect(isHealthy()).toBe(false);
}, 60_000);
