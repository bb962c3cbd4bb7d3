import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServerFetch } from './server-fetch';

const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    seen.push({ headers: request.headers, body });
    if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' }).end();
    else response.writeHead(429, { 'retry-after': '7' }).end('{"message":"x"}');
  });
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address !== null && typeof address === 'object') origin = `http://127.0.0.1:${address.port}`;
});

afterAll(() => void server.close());

const post = (path: string) =>
  createServerFetch()(`${origin}${path}`, {
    method: 'POST',
    headers: { 'Client-Id': '1', 'Api-Key': 'k', 'Content-Type': 'application/json' },
    body: '{"a":1}',
    redirect: 'error',
  });

it('sends what it was given and nothing of a browser', async () => {
  const answer = await post('/v1/roles');
  expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
    429,
    '7',
    '{"message":"x"}',
  ]);
  expect(seen[0]).toMatchObject({ body: '{"a":1}', headers: { 'client-id': '1', 'api-key': 'k' } });
  expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => /^(?:origin|sec-|referer)/.test(name))).toEqual([]);
});

it('takes no key to where a redirect leads', async () => {
  await expect(post('/moved')).rejects.toThrow();
  expect(seen).toHaveLength(2);
});
