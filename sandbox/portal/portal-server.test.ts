import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLoopbackClient } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { backupStore } from '../stores/demo-store';
import { uniformStore } from '../stores/uniform-store';
import { strangeCompany } from './company-cookie';

const store = backupStore();
const big = uniformStore({ products: 100, imagesPerProduct: 1, bytes: 4096 });

let sandbox: Sandbox;
let client: ReturnType<typeof createLoopbackClient>;

beforeAll(async () => {
  sandbox = await startSandbox({ stores: [store, big], bucket: 'disk', portal: { variant: 'links', language: 'zh' } });
  client = createLoopbackClient(sandbox.ports);
});
afterAll(() => sandbox.stop());

const at = (path: string) => client.send(`https://seller.ozon.ru${path}`);

async function ask(path: string, body: unknown, company = store.clientId) {
  const headers = { 'content-type': 'application/json', cookie: `x-o3-language=ru; sc_company_id=${company}` };
  const answer = await client.send(`https://seller.ozon.ru${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: JSON.parse(answer.status === 200 ? answer.body.toString() : 'null') };
}

const cookiesOf = (text: string | undefined) => [...(text ?? '').matchAll(/sc_company_id=(\d*); Path=([^;]+)/g)];

describe('the page', () => {
  test.each(['/app/products', '/app/products/12/edit/media', '/app/prices/control'])('%s: one shell', async (path) => {
    const page = await at(path);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'self'; script-src 'self'; style-src 'self'/);
    expect(page.body.toString()).toContain('<script type="module" src="/portal.js"></script>');
    expect(page.body.toString()).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/);
  });

  test('script and style come from both origins', async () => {
    for (const host of ['seller.ozon.ru', 'seller.ozonru.cn']) {
      expect((await client.send(`https://${host}/portal.js`)).headers['content-type']).toBe('text/javascript');
      expect((await client.send(`https://${host}/portal.css`)).headers['content-type']).toBe('text/css');
    }
  });

  test('variant and language: from the address, else as the sandbox was told', async () => {
    expect((await at('/app/products')).body.toString()).toContain('lang="zh-Hans" data-variant="links"');
    const page = await at('/app/products?variant=text,recycled&lang=en');
    expect(page.body.toString()).toContain('lang="en" data-variant="text,recycled"');
  });

  test.each([
    ['', [[store.clientId, '/']]],
    ['?company=other', [[strangeCompany, '/']]],
    ['?company=none', []],
    [`?company=${big.clientId}`, [[big.clientId, '/']]],
    [
      '?company=two',
      [
        [store.clientId, '/'],
        [strangeCompany, '/app'],
      ],
    ],
  ])('company cookies of "%s", old ones dropped', async (query, expected) => {
    const cookies = cookiesOf((await at(`/app/products${query}`)).headers['set-cookie']);
    expect(cookies.filter(([, value]) => value !== '').map(([, value, path]) => [value, path])).toEqual(expected);
    expect(cookies).toHaveLength(2);
  });

  test('a breach of the policy is reported and logged', async () => {
    const headers = { 'content-type': 'application/csp-report' };
    const answer = await client.send('https://seller.ozon.ru/csp-report', { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(204);
    expect(sandbox.portal.requests.at(-1)).toMatchObject({ path: '/csp-report' });
  });
});

describe("the page's own calls", () => {
  test('the list: pages of 72, search by name, article and SKU; the shop is the one of the cookie', async () => {
    const list = (page: number, search: string, company?: string) =>
      ask('/api/v1/products/list-by-filter', { page, search }, company);
    expect((await list(1, '')).json).toMatchObject({ total: 3, pages: 1, items: [{ offerId: 'OZ-1001' }, {}, {}] });
    expect((await list(1, 'запас')).json.items).toHaveLength(1);
    expect((await list(1, String(store.products[2]?.sku))).json.items).toMatchObject([{ offerId: 'B-3' }]);
    expect((await list(1, '', big.clientId)).json.items).toHaveLength(72);
    expect((await list(2, '', big.clientId)).json).toMatchObject({ total: 100, pages: 2, items: { length: 28 } });
    expect((await list(1, '', strangeCompany)).json.total).toBe(3);
    expect((await list(0, '')).status).toBe(400);
  });

  test('an unknown product is null', async () => {
    expect((await ask('/api/v1/item/info', { id: 1 })).json).toEqual({ item: null });
  });

  test('saving puts the pictures the form was loaded with back on the card', async () => {
    const id = store.products[0]?.productId ?? 0;
    const { item } = (await ask('/api/v1/item/info', { id })).json;
    const loaded = sandbox.card(id);
    sandbox.cards.change(id, ({ pictures }) => ({ pictures: pictures.toReversed(), colour: null }));
    const update = { id, offer_id: item.offerId, images: item.images, primary_image: item.primary };
    expect((await ask('/api/v1/item/update', update)).status).toBe(200);
    expect(sandbox.card(id)).toEqual({ ...loaded, colour: null });
    const strange = await ask('/api/v1/item/update', { ...update, images: ['https://pictures.example/good.jpg'] });
    expect(strange.status).toBe(400);
  });
});
