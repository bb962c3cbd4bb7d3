import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompanion } from './app';
import { readConfig } from './config';
import { openDatabase } from './database/node-database';
import { endpoints } from './endpoints';
import { createServerMode } from './jobs/server-mode';
import { createJsonLog } from './log';
import { environmentFor, token } from './testing/local-r2';
import { anyBody, anyHeaders, bodyFor, strangeKey } from './testing/strange-requests';

/** 2 000 in the suite, 20 000 by `npm run fuzz`. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 2000);
const secret = 'a-secret-for-tokens-a-secret-for-tokens';
const { R2_ACCESS_KEY_ID: keyId = '', R2_SECRET_ACCESS_KEY: storageSecret = '' } = environmentFor('');
const environment = {
  ...environmentFor('https://r2.example.com'),
  AUTH_SECRET: secret,
  DATABASE_FILE: ':memory:',
  QUOTA_OBJECTS_PER_DAY: '999999999999999',
  AI_BASE_URL: 'https://ai.example.com/v1',
  AI_API_KEY: 'sk-key-of-the-image-provider',
  AI_MODEL: 'model',
};
const secrets = [keyId, storageSecret, secret, token, environment.AI_API_KEY];
const stack = /\n\s+at |node_modules|\.[jt]s:\d|Error:/;

/** A storage that takes everything, so that what is 5xx is ours. */
const xml = '<R><UploadId>the-id</UploadId><ETag>e</ETag><IsTruncated>false</IsTruncated></R>';

/** A shop with one product of strange pictures, which repeats the key it was asked with. */
const card = { id: 1, offer_id: '../u2', images: ['https://img.example.com/1.jpg', 'https://127.1/2.jpg'] };
function ozonAnswer(url: string, { headers }: RequestInit): Response {
  const { pathname, origin } = new URL(url);
  expect(origin).toBe('https://api-seller.ozon.ru');
  const key = new Headers(headers).get('api-key');
  if (pathname === '/v4/product/info/attributes') return Response.json({ result: [], key });
  // An import that is taken would be followed for as long as a call may last.
  if (pathname === '/v2/product/pictures/import')
    return Response.json({ message: `missing a required role ${key}` }, { status: 403 });
  return Response.json({ items: [card], result: { items: [] }, task_id: 7, roles: [], company: {}, key });
}

/** A picture as its first bytes tell. */
const made = btoa('\xff\xd8\xff and no more');

async function open() {
  const asked: string[] = [];
  const lines: string[] = [];
  const { database, close } = await openDatabase(':memory:');
  const config = readConfig(environment, { presignBatch: 1000 });
  const shared = {
    log: createJsonLog('info', (line) => lines.push(line)),
    fetchPublic: async () => new Response(null, { status: 404 }),
    fetchOzon: async (url: string, init: RequestInit) => ozonAnswer(url, init),
    database,
  };
  // Nobody works on its jobs.
  const server = createServerMode(
    { ...config, jobs: { secret, resendSeconds: 60 } },
    { ...shared, queue: { sendBatch: async () => {} }, bucket: { put: async () => null } },
  );
  const app = createCompanion(config, {
    ...shared,
    fetchStorage: async (url) => {
      if (url.startsWith(environment.AI_BASE_URL)) return Response.json({ data: [{ b64_json: made }] });
      asked.push(url);
      return new Response(xml);
    },
    jobs: server.desk,
    scrypt: async (_password, _salt, { dkLen }) => new Uint8Array(dkLen).fill(1),
    clientOf: () => '192.0.2.1',
  });
  return { app, asked, lines, close };
}

/** Where an address leads: not to be changed by a URL parser, and into the caller's own folder. */
function isOwn(url: string): boolean {
  const { pathname } = new URL(url);
  if (!url.includes(`//r2.example.com${pathname}?`)) return false;
  const segments = decodeURIComponent(pathname).split('/images/').slice(1).join('/images/').split('/');
  return (
    segments[0] === 'users' &&
    segments[1] === 'u1' &&
    !segments.some((part) => part === '..' || part === '.' || part === '')
  );
}

const addresses = [
  ...endpoints.map(({ path }) => path),
  '/',
  '/api/v1/r2/%2e%2e/health',
  '/api/v1/r2/multipart/',
  '/api//v1/health',
  '/api/v1/outputs?limit=1e9&before=x&job_id=../u2',
  '/api/v1/card-sets?limit=1e9&before=x&product_id=%27or+1',
  '/api/v1/ozon/jobs?limit=5&before=../u2',
  '/api/v1/ozon/jobs/..%2f..%2fu2/items?from=-1&limit=1e9',
];
const anyhow = fc.record({
  path: fc.constantFrom(...addresses),
  method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  headers: anyHeaders(token),
  body: anyBody,
});
const fitting = endpoints.flatMap(({ method, path }) => {
  const body = method === 'post' ? bodyFor(path) : undefined;
  const [address, post] = [fc.constant(path), fc.constant('POST')];
  return body ? [fc.record({ path: address, method: post, headers: anyHeaders(token), body })] : [];
});
const request = fc.oneof({ weight: 1, arbitrary: anyhow }, { weight: 2, arbitrary: fc.oneof(...fitting) });

describe('strange requests', () => {
  it(`${requests} of them get no 5xx, no foreign signature, no secret and no stack`, async () => {
    const { app, asked, lines, close } = await open();
    const seen = new Map<number, number>();
    const property = fc.asyncProperty(request, async ({ path, method, headers, body }) => {
      const init = method === 'GET' ? { method, headers } : { method, headers, body };
      const answer = await app.request(path, init);
      const text = await answer.text();
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expect(answer.status).toBeLessThan(500);
      expect(secrets.filter((found) => text.includes(found) && !JSON.stringify(body).includes(found))).toEqual(
        // The key id stands in every presigned address; the others nowhere.
        text.includes('X-Amz-Credential') ? [keyId] : [],
      );
      expect(text).not.toContain(strangeKey);
      expect(text).not.toMatch(stack);
      expect([...text.matchAll(/"upload_url":"([^"]+)"/g)].filter(([, url = '']) => !isOwn(url))).toEqual([]);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('x-evil'))).toEqual([]);
    });
    await fc.assert(property, { numRuns: requests });
    close();
    expect(asked.filter((url) => !url.includes('list-type=2') && !isOwn(url))).toEqual([]);
    expect([...secrets, strangeKey].filter((found) => lines.some((line) => line.includes(found)))).toEqual([]);
    // What is never signed or taken shows nothing when it is not abused.
    for (const status of [200, 400, 401, 403, 404, 405])
      expect(seen.get(status) ?? 0, `${status}`).toBeGreaterThan(requests / 500);
  }, 300_000);
});
