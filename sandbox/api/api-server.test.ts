import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLoopbackClient } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { allMethods } from '../stores/defaults';
import { backupStore, demoStore } from '../stores/demo-store';

const demo = demoStore();
const limited = { ...backupStore(), clientId: '31', roles: [{ name: 'Posting FBS', methods: ['/v1/roles'] }] };
const expired = { ...backupStore(), clientId: '32', expiresAt: '2020-01-01T00:00:00Z' };
// The clock stands still, and every test has a Client-Id of its own with its own 50 requests.
const copies = Array.from({ length: 60 }, (_, at) => ({ ...demo, clientId: String(1000 + at) }));

let sandbox: Sandbox;
let client: ReturnType<typeof createLoopbackClient>;
let turn = 0;
let clock = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ stores: [demo, backupStore(), limited, expired, ...copies], now: () => clock });
  client = createLoopbackClient(sandbox.ports);
});
afterAll(() => sandbox.stop());
beforeEach(() => {
  turn += 1;
});

type Changes = { headers?: Record<string, string>; method?: string; body?: unknown };

async function call(path: string, { headers = {}, method = 'POST', body = {} }: Changes = {}) {
  const credentials = { 'client-id': String(1000 + turn), 'api-key': demo.apiKey };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await client.send(`https://api-seller.ozon.ru${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...credentials, ...headers },
    body: text,
  });
  return { ...answer, json: JSON.parse(answer.body.toString()) };
}

const refusal = (code: number, message: unknown) => ({ code, message, details: [] });

describe('admission', () => {
  test('missing headers: 401 code 16', async () => {
    const answer = await call('/v1/roles', { headers: { 'api-key': '' } });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual(refusal(16, 'Client-Id and Api-Key headers are required'));
  });

  test.each(['abc', '-5', '0', '1.5'])('Client-Id %s: 400 code 3', async (clientId) => {
    const answer = await call('/v1/roles', { headers: { 'client-id': clientId } });
    expect([answer.status, answer.json.code]).toEqual([400, 3]);
    expect(answer.json.message).toBe('Client-Id header value should be positive integer');
  });

  test.each([
    ['a wrong key', { 'client-id': demo.clientId, 'api-key': 'wrong' }],
    ["another store's key", { 'client-id': demo.clientId, 'api-key': backupStore().apiKey }],
    ['an expired key', { 'client-id': expired.clientId, 'api-key': expired.apiKey }],
  ])('%s: 404 code 5 with the message about the key', async (_, headers) => {
    const answer = await call('/v1/roles', { headers });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual(refusal(5, 'Invalid Api-Key, please check the key and try again'));
  });

  test('an unknown path is a 404 of another kind', async () => {
    const answer = await call('/v9/nothing');
    expect([answer.status, answer.json.code]).toEqual([404, 5]);
    expect(answer.json.message).not.toMatch(/key/i);
  });

  test.each([
    { origin: 'chrome-extension://abc' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-mode': 'cors', 'user-agent': 'Mozilla/5.0' },
  ])('a browser request %o: 403', async (headers) => {
    expect((await call('/v1/roles', { headers })).status).toBe(403);
  });

  test("Node's own fetch, which sends sec-fetch-mode, is let through", async () => {
    const headers = { 'sec-fetch-mode': 'cors', 'user-agent': 'node' };
    expect((await call('/v1/roles', { headers })).status).toBe(200);
  });

  test.each([
    '/v1/product/pictures',
    '/v1/product/pictures/import',
    '/v1/product/pictures/info',
    '/v2/product/info',
    '/v2/product/info/list',
    '/v2/product/list',
    '/v3/products/info/attributes',
  ])('retired %s: 400 code 9', async (path) => {
    const answer = await call(path);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refusal(9, 'obsolete method cannot be used'));
  });

  test('a key without the role: 403, while /v1/roles still answers', async () => {
    const headers = { 'client-id': limited.clientId, 'api-key': limited.apiKey };
    const answer = await call('/v3/product/info/list', { headers, body: { offer_id: ['x'] } });
    expect([answer.status, answer.json.message]).toEqual([403, 'Api-Key is missing a required role for a method']);
    expect((await call('/v1/roles', { headers })).status).toBe(200);
  });

  test('GET and bodies that are no JSON are refused', async () => {
    expect((await call('/v1/roles', { method: 'GET', body: '' }).catch(() => ({ status: 405 }))).status).toBe(405);
    expect((await call('/v1/roles', { body: '{oops' })).json.code).toBe(3);
    expect((await call('/v1/roles', { headers: { 'content-type': 'text/plain' } })).json.code).toBe(3);
  });

  test('the 51st request of a second: 429 with Retry-After; another Client-Id is free; a second later it works', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => call('/v1/roles')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.headers).toMatchObject({ 'retry-after': '1', 'ratelimit-remaining': '0' });
    expect(refused[0]?.json.code).toBe('RESOURCE_EXHAUSTED');
    const headers = { 'client-id': backupStore().clientId, 'api-key': backupStore().apiKey };
    expect((await call('/v1/roles', { headers })).status).toBe(200);
    clock += 1000;
    expect((await call('/v1/roles')).status).toBe(200);
  });

  test('the log names path, store and number of ids, and holds no key', async () => {
    await call('/v3/product/info/list', { body: { offer_id: ['a', 'b'] } });
    const last = sandbox.api.requests.at(-1);
    expect(last).toMatchObject({ method: 'POST', path: '/v3/product/info/list', ids: 2, status: 200, protocol: 'h2' });
    expect(JSON.stringify(sandbox.api.requests)).not.toContain(demo.apiKey);
    expect(sandbox.secretsSeen(demo.apiKey)).toEqual(['api-seller.ozon.ru']);
  });
});

describe('account', () => {
  test('roles and company', async () => {
    const { json } = await call('/v1/roles');
    expect(json).toEqual({ expires_at: demo.expiresAt, roles: [{ name: 'Admin', methods: allMethods }] });
    expect((await call('/v1/seller/info')).json.company).toMatchObject({ name: 'Дом и уют', currency: 'RUB' });
  });
});

describe('/v3/product/list', () => {
  const path = '/v3/product/list';

  async function pages(visibility: string) {
    const items: { offer_id: string }[] = [];
    let calls = 0;
    for (let last_id = ''; ; calls += 1) {
      const { json } = await call(path, { body: { filter: { visibility }, last_id, limit: 15 } });
      items.push(...json.result.items);
      last_id = json.result.last_id;
      if (json.result.items.length === 0) {
        expect(last_id).toBe('');
        return { items, calls };
      }
    }
  }

  test('pages by an opaque last_id; ALL leaves the archived out', async () => {
    const all = await pages('ALL');
    expect([all.items.length, all.calls]).toEqual([39, 3]);
    expect(new Set(all.items.map(({ offer_id }) => offer_id)).size).toBe(39);
    expect((await pages('ARCHIVED')).items).toHaveLength(1);
  });

  test('total_items is there, total is gone; ids are numbers', async () => {
    const { result } = (await call(path, { body: { filter: {}, limit: 1 } })).json;
    expect(result.total_items).toBe(39);
    expect(result).not.toHaveProperty('total');
    expect(result.items[0]).toMatchObject({ product_id: 3397917680, sku: 5865629857, archived: false });
  });

  test('with ids the visibility does not count', async () => {
    const archived = demo.products.find((product) => product.archived);
    const body = { filter: { offer_id: [archived?.offerId] }, limit: 10 };
    expect((await call(path, { body })).json.result.items[0]).toMatchObject({ archived: true });
  });

  test.each([
    { filter: {} },
    { filter: {}, limit: 1001 },
    { filter: { product_id: [1] }, limit: 1 },
    { filter: { vendor_code: ['x'] }, limit: 1 },
    { filter: { offer_id: ['a'], product_id: ['1'] }, limit: 1 },
    { filter: {}, last_id: 'nonsense', limit: 1 },
  ])('%j: 400 code 3', async (body) => {
    const answer = await call(path, { body });
    expect([answer.status, answer.json.code]).toEqual([400, 3]);
  });
});

describe('/v3/product/info/list', () => {
  const path = '/v3/product/info/list';

  test('every awkward article is found as written, unknown ones are missing without a word', async () => {
    const offerIds = demo.products.map(({ offerId }) => offerId);
    const answer = await call(path, { body: { offer_id: ['nobody', ...offerIds, 'Tshirt-red'] } });
    expect(answer.json.items.map((item: { offer_id: string }) => item.offer_id)).toEqual(offerIds);
    expect(answer.headers['content-type']).toMatch('text/plain');
  });

  test('shapes: number ids, lists of pictures, sku in sources', async () => {
    const product = demo.products[6];
    const { items } = (await call(path, { body: { sku: [String(product?.sku)] } })).json;
    expect(items[0]).toMatchObject({
      id: product?.productId,
      sku: product?.sku,
      sources: [{ sku: product?.sku }],
      primary_image: [product?.primary?.url],
      color_image: [product?.colour?.url],
    });
    expect(items[0].images[0]).toBe(product?.primary?.url);
  });

  test.each([
    ['two kinds', { offer_id: ['a'], sku: ['1'] }],
    ['no ids', {}],
    ['a number for an id', { sku: [5865629857] }],
    ['letters for a number', { sku: ['abc'] }],
    ['1001 ids', { offer_id: Array.from({ length: 1001 }, (_, at) => String(at)) }],
    ['an unknown kind', { vendor_code: ['V-1000'] }],
  ])('%s: 400 code 3', async (_, body) => {
    const answer = await call(path, { body });
    expect([answer.status, answer.json.code]).toEqual([400, 3]);
  });
});

describe('/v4/product/info/attributes', () => {
  test('sku, total and single pictures as text; attribute 9024 holds the vendor code', async () => {
    const body = { filter: { offer_id: ['0953'] }, limit: 10 };
    const { result, total } = (await call('/v4/product/info/attributes', { body })).json;
    const product = demo.products.find(({ offerId }) => offerId === '0953');
    expect(total).toBe('1');
    expect(result[0]).toMatchObject({
      sku: String(product?.sku),
      primary_image: product?.primary?.url,
      color_image: '',
    });
    const article = result[0].attributes.find(({ id }: { id: number }) => id === 9024);
    expect(article.values[0].value).toBe(product?.vendorCode);
  });
});
