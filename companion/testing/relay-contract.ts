import { afterEach, expect, it } from 'vitest';
import { errorShapeOf, toAppError } from '../../lib/core/app-error';
import { createOzonApi } from '../../lib/ozon/api';
import type { Credential } from '../../lib/ozon/credential';
import { firstPlace } from '../../lib/ozon/list-api';
import { failure } from '../../lib/storage/companion-api';
import { createCompanionClient } from '../../lib/storage/companion-client';
import { ozonCallAnswer } from '../../lib/storage/ozon-api';
import { createOzonRelay } from '../../lib/storage/ozon-relay';
import { read } from './client';
import { token } from './local-r2';
import { askOzon, keyOf, type OzonStage } from './ozon-stage';

const now = () => 1_000_000;
const deps = { now, timeoutMs: () => 5000 };

/** The Seller API as the extension asks it: directly, and through the companion. */
function bothWays({ companion, sandbox }: OzonStage) {
  const client = createCompanionClient({ ...deps, fetch: (url, init) => fetch(url, init) });
  const relay = createOzonRelay({ client, access: async () => ({ url: companion.url, token }) });
  return {
    direct: createOzonApi({ ...deps, fetch: sandbox.fetch }),
    through: createOzonApi({ ...deps, fetch: relay }),
  };
}

type Api = ReturnType<typeof createOzonApi>;

/** What came of a call, the verdict of an error included. */
const resultOf = (run: Promise<unknown>) =>
  run.catch((thrown: unknown) => ({ ...errorShapeOf(thrown), retry: toAppError(thrown).retry }));

/**
 * The way to Ozon of stores that have none of their own (product.md A6). `breaks`: whether a broken connection arrives
 * as one; what stands before a Worker in tests makes an answer of it.
 */
export function describeRelay(open: () => OzonStage, breaks: boolean): void {
  const { signal } = new AbortController();
  const credential = (): Credential => open().shop;
  const compare = async (ask: (api: Api) => Promise<unknown>) => {
    const { direct, through } = bothWays(open());
    const results = { direct: await resultOf(ask(direct)), through: await resultOf(ask(through)) };
    expect(results.through).toEqual(results.direct);
    return results.through;
  };

  afterEach(() => open().sandbox.api.faults.clear());

  it('gives what Ozon gives, for every call there is', async () => {
    const { shop } = open();
    const ids = shop.products.slice(0, 3).map(({ productId }) => String(productId));
    expect(await compare((api) => api.roles(credential(), signal))).toMatchObject({ expiresAt: shop.expiresAt });
    expect(await compare((api) => api.companyName(credential(), signal))).toBe(shop.company.name);
    expect(await compare((api) => api.products(credential(), 'product_id', ids, signal))).toHaveLength(3);
    expect(await compare((api) => api.cards(credential(), 'product_id', ids, signal))).toHaveLength(3);
    expect(await compare((api) => api.productPage(credential(), firstPlace, signal, 5))).toMatchObject({ count: 5 });
    expect(await compare((api) => api.codePage(credential(), firstPlace, signal))).toHaveProperty('codes');
    expect(await compare((api) => api.quota(credential(), signal))).toHaveProperty('limit');
    expect(await compare((api) => api.pictureErrors(credential(), ids, signal))).toEqual([]);
    expect(await compare((api) => api.importState(credential(), '7', signal))).toMatchObject({ code: 'ozon.refused' });
    const set = { pictures: [], colour: null };
    const items = [{ offerId: shop.products[0]?.offerId ?? '', set }];
    expect(await compare((api) => api.importPictures(credential(), items, signal))).toMatchObject({
      code: 'ozon.refused',
      params: { status: 400 },
    });
  });

  it('keeps every refusal with its verdict: keys, waits, faults of Ozon', async () => {
    const { sandbox, shop } = open();
    const ask = (api: Api, key = shop.apiKey) => api.products({ ...shop, apiKey: key }, 'offer_id', ['x'], signal);
    expect(await compare((api) => ask(api, 'a-wrong-key'))).toMatchObject({ code: 'ozon.key_unknown' });
    const faults: [status: number, headers: Record<string, string>, body: string][] = [
      [429, { 'retry-after': '7' }, '{"message":"You have reached request rate limit per second"}'],
      [429, { 'item-retry-after': '3' }, '{"message":"You have reached operation items limits"}'],
      [403, {}, '{"code":7,"message":"Api-Key is restricted to specific IP addresses"}'],
      [403, {}, '{"code":7,"message":"Circle is open"}'],
      [500, {}, '{"code":13,"message":"Internal error"}'],
      [502, { 'content-type': 'text/html' }, '<h1>Bad gateway</h1>'],
      [200, {}, '<p>not JSON'],
      [200, {}, '{"items":7}'],
    ];
    const codes: unknown[] = [];
    for (const [status, headers, body] of faults) {
      sandbox.api.faults.add({ match: '/v3/product/info/list', kind: 'status', status, headers, body, times: 2 });
      codes.push(await compare((api) => ask(api)));
    }
    expect(codes).toMatchObject([
      { code: 'ozon.rate_limited', retry: { at: now() + 7000 } },
      { code: 'ozon.rate_limited', retry: { at: now() + 180_000 } },
      { code: 'ozon.key_restricted', retry: 'never' },
      { code: 'ozon.circuit_open', retry: { at: now() + 60_000 } },
      { code: 'ozon.server_error', retry: 'backoff' },
      { code: 'ozon.server_error', retry: 'backoff' },
      { code: 'ozon.bad_answer', retry: 'never' },
      { code: 'ozon.bad_answer', retry: 'never' },
    ]);
    if (!breaks) return;
    sandbox.api.faults.add({ match: '/v3/product/info/list', kind: 'reset', times: 2 });
    expect(await compare((api) => ask(api))).toMatchObject({ code: 'ozon.unreachable', retry: 'backoff' });
  });

  it('calls nothing that is not on the list, follows no redirect, and never tells the key', async () => {
    const { companion, sandbox, shop } = open();
    const call = (body: object) => askOzon(open(), 'call', { credential: keyOf(shop), ...body });
    const before = sandbox.api.requests.length;
    for (const method of [
      '/v1/product/archive',
      '/v1/roles/../product/archive',
      '//evil.example/v1/roles',
      'v1/roles',
    ]) {
      const { status, body } = await read(await call({ method, body: {} }), failure);
      expect([status, body.error.split(':')[0]]).toEqual([400, 'method']);
    }
    expect(sandbox.api.requests).toHaveLength(before);
    const moved = { status: 307, headers: { location: 'https://pictures.example/good.jpg' } };
    sandbox.api.faults.add({ match: '/v1/roles', kind: 'status', ...moved, times: 1 });
    expect((await read(await call({ method: '/v1/roles', body: {} }), ozonCallAnswer)).body.status).toBe(307);
    sandbox.api.faults.add({ match: '/v1/roles', kind: 'status', status: 400, body: `{"message":"${shop.apiKey}"}` });
    const echoed = await read(await call({ method: '/v1/roles', body: {} }), ozonCallAnswer);
    expect(echoed.body).toMatchObject({ status: 400, body: '{"message":"********"}' });
    expect(companion.lines.join('\n')).not.toContain(shop.apiKey);
    expect(sandbox.pictures.requests.filter(({ path }) => path.endsWith('/good.jpg'))).toEqual([]);
  });
}
