import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Fetch } from '../net/request';
import { createOzonApi } from './api';

const credential = { clientId: '123', apiKey: 'secret-key' };
const { signal } = new AbortController();
const card = { id: 3397917680, offer_id: 'Товар2', primary_image: ['p'], images: ['a'], color_image: ['c'] };

function apiAnswering(body: unknown, init: ResponseInit = {}) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, request) => {
    sent.push({ url, init: request });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), init);
  };
  return { api: createOzonApi({ fetch, now: () => 0, timeoutMs: () => 1000 }), sent };
}

const productOf = async (item: object) =>
  (await apiAnswering({ items: [{ ...card, ...item }] }).api.products(credential, 'offer_id', ['x'], signal))[0];

afterEach(() => {
  vi.useRealTimers();
});

describe('products', () => {
  it('asks by ids of one kind, as text', async () => {
    const { api, sent } = apiAnswering({ items: [] });
    expect(await api.products(credential, 'sku', ['5865629857'], signal)).toEqual([]);
    expect(sent[0]?.url).toBe('https://api-seller.ozon.ru/v3/product/info/list');
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"sku":["5865629857"]}',
      headers: { 'Client-Id': '123', 'Api-Key': 'secret-key', 'Content-Type': 'application/json' },
    });
  });

  it('reads a card as it is documented', async () => {
    expect(await productOf({ sku: 5865629857, name: 'Cup', sources: [{ sku: 77 }, { sku: 5865629857 }] })).toEqual({
      productId: '3397917680',
      offerId: 'Товар2',
      skus: ['5865629857', '77'],
      name: 'Cup',
      imageUrls: ['p', 'a', 'c'],
    });
  });

  it.each([
    ['a SKU as text', { sku: '77' }, { skus: ['77'] }],
    ['SKU 0 of a card not yet created', { sku: 0, sources: [{ sku: 0 }, {}, { sku: null }] }, { skus: [] }],
    ['no SKU and no name', {}, { skus: [], name: '' }],
    ['a product id as text', { id: '7' }, { productId: '7' }],
    ['addresses as plain text', { primary_image: 'q', color_image: '' }, { imageUrls: ['q', 'a'] }],
    ['no addresses at all', { primary_image: null, images: undefined, color_image: [] }, { imageUrls: [] }],
    ['the primary repeated', { images: ['p', 'a'] }, { imageUrls: ['p', 'a', 'c'] }],
    ['fields nobody knows yet', { images360: ['x'], extra: { a: 1 } }, { imageUrls: ['p', 'a', 'c'] }],
  ])('reads %s', async (_, item, expected) => {
    expect(await productOf(item)).toMatchObject(expected);
  });

  it('reads JSON whatever its content type says', async () => {
    const { api } = apiAnswering({ items: [card] }, { headers: { 'content-type': 'text/plain' } });
    expect(await api.products(credential, 'offer_id', ['x'], signal)).toHaveLength(1);
  });

  it.each(['<html>', '', '{"result":{"items":[]}}', '{"items":[{"id":1}]}'])('refuses the answer %j', async (body) => {
    await expect(apiAnswering(body).api.products(credential, 'offer_id', ['x'], signal)).rejects.toMatchObject({
      code: 'ozon.bad_answer',
      retry: 'never',
    });
  });

  it('turns a refusal into its error', async () => {
    const refusal = { code: 5, message: 'Invalid Api-Key, please check the key and try again' };
    const { api } = apiAnswering(refusal, { status: 404 });
    await expect(api.products(credential, 'offer_id', ['x'], signal)).rejects.toMatchObject({
      code: 'ozon.key_unknown',
    });
  });
});

describe('roles and company', () => {
  it('lists the methods of all roles', async () => {
    const roles = [{ name: 'Admin', methods: ['/a', '/b'] }, { name: 'Posting FBS' }];
    const { api } = apiAnswering({ expires_at: '2027-01-01T00:00:00Z', roles });
    expect(await api.roles(credential, signal)).toEqual({ expiresAt: '2027-01-01T00:00:00Z', methods: ['/a', '/b'] });
    expect(await apiAnswering({}).api.roles(credential, signal)).toEqual({ expiresAt: null, methods: [] });
  });

  it.each([
    [{ name: 'Shop', legal_name: 'Shop LLC' }, 'Shop'],
    [{ legal_name: 'Shop LLC' }, 'Shop LLC'],
    [{}, ''],
  ])('names company %j', async (company, name) => {
    expect(await apiAnswering({ company }).api.companyName(credential, signal)).toBe(name);
  });
});

describe('rate', () => {
  it('stays under 50 calls in any second for one Client-Id, whatever the key, and lets others pass', async () => {
    vi.useFakeTimers({ now: 5000 });
    const times = new Map<string, number[]>();
    const fetch: Fetch = async (_, { headers }) => {
      const id = new Headers(headers).get('client-id') ?? '';
      times.set(id, [...(times.get(id) ?? []), Date.now()]);
      return new Response('{"items":[]}');
    };
    const api = createOzonApi({ fetch, now: Date.now, timeoutMs: () => 1000 });
    const call = (clientId: string, apiKey: string) => api.products({ clientId, apiKey }, 'sku', ['1'], signal);
    const calls = [call('1', 'a')];
    // A late start within the window is where a fixed window lets twice the limit pass.
    await vi.advanceTimersByTimeAsync(900);
    for (let n = 0; n < 60; n += 1) calls.push(call('1', 'a'), call('1', 'b'));
    calls.push(call('2', 'a'));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(calls);

    const first = times.get('1') ?? [];
    expect(first).toHaveLength(121);
    const busiest = Math.max(...first.map((from) => first.filter((time) => time >= from && time < from + 1000).length));
    expect(busiest).toBeLessThanOrEqual(50);
    expect(busiest).toBeGreaterThanOrEqual(40);
    expect(times.get('2')).toEqual([5900]);
  });
});
