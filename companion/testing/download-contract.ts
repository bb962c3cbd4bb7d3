import { beforeEach, describe, expect, it } from 'vitest';
import { objectKeyFor } from '../../lib/core/object-key';
import { failure } from '../../lib/storage/companion-api';
import { ozonDownloadAnswer } from '../../lib/storage/ozon-api';
import { picturesOf } from '../../sandbox/stores/store';
import { read } from './client';
import { privateHosts } from './hostile-addresses';
import { askOzon, keyOf, type OzonStage } from './ozon-stage';

const wrongKey = '00000000-1111-2222-3333-444444444444';

async function refused(stage: OzonStage, body: object) {
  const answer = await askOzon(stage, 'download', body);
  const { status, body: said } = await read(answer, failure);
  return { status, code: said.code, error: said.error, retryAfter: answer.headers.get('retry-after') };
}

function describeResults(open: () => OzonStage) {
  const download = async (body: object) =>
    (await read(await askOzon(open(), 'download', { credential: keyOf(open().shop), ...body }), ozonDownloadAnswer))
      .body;

  it('gives links and touches no picture, as product.md C8 has it', async () => {
    const { sandbox, shop } = open();
    const [one, two] = shop.products;
    if (!one || !two) throw new Error('no products');
    const articles = [two.offerId, 'нет такого', one.offerId, two.offerId];
    const { data, ...rest } = await download({ articles, field: 'offer_id', user_id: 'u1', download_images: false });
    const links = [one, two].map((product) => picturesOf(product).map(({ url }) => url));
    const total = links.flat().length;
    expect(rest).toEqual({ success: true, error: null, execution_time_ms: data.execution_time_ms });
    expect(data).toMatchObject({ total_articles: 3, processed: 3, total_images: total, success_images: total });
    expect(data.items.map(({ article, status, urls, error }) => [article, status, urls, error])).toEqual([
      [two.offerId, 'success', links[1], null],
      ['нет такого', 'failed', [], 'product.not_found'],
      [one.offerId, 'success', links[0], null],
    ]);
    expect(data.items[2]).toMatchObject({ product_id: String(one.productId), sku: String(one.sku) });
    expect([sandbox.cdn.requests.length, (await sandbox.storage.objects()).length]).toEqual([0, 0]);
  });

  it('copies pictures to storage, each right byte for byte in the own folder', async () => {
    const { sandbox, shop } = open();
    const products = shop.products.slice(0, 3);
    const articles = products.map(({ offerId }) => offerId);
    const { data } = await download({ articles, download_images: true });
    const expected = await sandbox.expectedObjects({ ...shop, products });
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    const objects = (await sandbox.storage.objects()).map(({ key, sha256, contentType }) => ({
      key,
      sha256,
      contentType,
    }));
    expect(objects.sort(byKey)).toEqual(
      expected
        .map(({ offerId, n, extension, sha256, contentType }) => ({
          ...{ key: objectKeyFor('u1', offerId, n, extension), sha256, contentType },
        }))
        .sort(byKey),
    );
    expect(data).toMatchObject({ success_images: expected.length, failed_images: 0 });
    const [first = ''] = data.items[0]?.urls ?? [];
    expect((await sandbox.fetch(first)).status).toBe(200);
    expect(first).toMatch(/^https:\/\/images\.sandbox\.test\/users\/u1\/ozon\//);
  });

  it('finds products by SKU and by vendor code', async () => {
    const { shop } = open();
    const [one] = shop.products;
    const bySku = await download({ articles: [String(one?.sku)], field: 'sku' });
    expect(bySku.data.items).toMatchObject([{ offer_id: one?.offerId, status: 'success' }]);
    const code = one?.vendorCode ?? '';
    const byCode = await download({ articles: [code, 'no-such-code'], field: 'vendor_code' });
    const named = shop.products.filter(({ vendorCode }) => vendorCode === code).map(({ offerId }) => offerId);
    const found = byCode.data.items.filter(({ status }) => status === 'success').map(({ offer_id }) => offer_id);
    expect(found.sort()).toEqual(named.sort());
  });

  it('asks no private address an answer names, or a redirect leads to', async () => {
    const { sandbox, shop } = open();
    const product = shop.products[8];
    if (!product?.primary) throw new Error('no such product');
    const { images, primary } = product;
    const hostile = privateHosts.map((host) => ({ ...primary, url: `https://${host}/1.jpg` }));
    product.images = hostile;
    const location = 'https://169.254.169.254/latest/meta-data';
    sandbox.cdn.faults.add({ match: primary.url, kind: 'status', status: 302, headers: { location } });
    const { data } = await download({ articles: [product.offerId], download_images: true });
    product.images = images;
    // A name the sandbox does not know would be tried again until the end of the call.
    expect(data.execution_time_ms).toBeLessThan(10_000);
    const total = hostile.length + 1 + (product.colour ? 1 : 0);
    expect(data).toMatchObject({ total_images: total, success_images: total - hostile.length - 1 });
    expect(data.items).toMatchObject([{ status: 'failed', error: 'picture.private_address' }]);
  });

  it('tells a picture that fails from the others', async () => {
    const { sandbox, shop } = open();
    const [one] = shop.products;
    sandbox.cdn.faults.add({ match: one?.primary?.url ?? '', kind: 'html' });
    const { data } = await download({ articles: [one?.offerId], download_images: true });
    const total = one ? picturesOf(one).length : 0;
    expect(data).toMatchObject({ total_images: total, success_images: total - 1, failed_images: 1 });
    expect(data.items).toMatchObject([{ status: 'failed', error: 'cdn.not_image' }]);
  });
}

function describeRefusals(open: () => OzonStage) {
  const good = () => ({ credential: keyOf(open().shop), articles: ['x'] });

  it('of bad input names the field', async () => {
    const credential = keyOf(open().shop);
    const bodies: [field: string, status: number, body: object][] = [
      ['articles', 400, { credential }],
      ['articles', 400, { credential, articles: [] }],
      ['articles.1', 400, { credential, articles: ['a', ''] }],
      ['articles', 413, { credential, articles: Array.from({ length: 101 }, (_, n) => `a${n}`) }],
      ['field', 400, { ...good(), field: 'name' }],
      ['credential.client_id', 400, { ...good(), credential: { ...credential, client_id: '0x1' } }],
      ['credential.api_key', 400, { ...good(), credential: { ...credential, api_key: 'a\r\nx-evil: 1' } }],
      ['credential', 400, { articles: ['x'] }],
    ];
    for (const [field, status, body] of bodies) {
      const { error, ...answer } = await refused(open(), body);
      expect([field, answer.status, error.split(':')[0]]).toEqual([field, status, field]);
    }
  });

  it("of another's folder, and without a token", async () => {
    expect(await refused(open(), { ...good(), user_id: 'u2' })).toMatchObject({
      status: 403,
      code: 'companion.foreign_path',
    });
    expect((await askOzon(open(), 'download', good(), 'nobody')).status).toBe(401);
  });

  it('of a wrong key, which is repeated nowhere', async () => {
    const { companion } = open();
    const credential = { client_id: Number(open().shop.clientId), api_key: wrongKey };
    const answer = await refused(open(), { ...good(), credential });
    expect(answer).toMatchObject({ status: 400, code: 'ozon.key_unknown' });
    expect(JSON.stringify([answer, companion.lines])).not.toContain(wrongKey);
    expect(companion.lines.join('\n')).not.toContain(open().shop.apiKey);
  });

  it('when Ozon asks for a long wait, with that wait', async () => {
    open().sandbox.api.faults.add({
      ...{ match: '/v3/product/info/list', kind: 'status', status: 429, times: 1 },
      headers: { 'retry-after': '120' },
      body: '{"code":"RESOURCE_EXHAUSTED","message":"You have reached request rate limit per second"}',
    });
    const answer = await refused(open(), good());
    expect(answer).toMatchObject({ status: 429, code: 'ozon.rate_limited' });
    expect(Number(answer.retryAfter)).toBeGreaterThan(110);
  });
}

/** G5 against the sandbox. */
export function describeDownload(open: () => OzonStage): void {
  beforeEach(async () => {
    const { sandbox } = open();
    await sandbox.storage.clear();
    sandbox.cdn.requests.length = 0;
    sandbox.cdn.faults.clear();
    sandbox.api.faults.clear();
  });
  describe('results', () => describeResults(open));
  describe('refusals', () => describeRefusals(open));
}
