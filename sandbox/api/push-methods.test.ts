import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLoopbackClient } from '../loopback-client';
import { startSandbox } from '../start-sandbox';
import { cardOf } from '../stores/card';
import { backupStore, demoStore } from '../stores/demo-store';
import { importPath, midnight, openPushShop, type PushShop } from './testing/push-shop';

let shop: PushShop;

beforeAll(async () => {
  shop = await openPushShop();
});
afterAll(() => shop.sandbox.stop());
beforeEach(() => shop.nextTest());

describe('import', () => {
  test('a task is pending for 300 ms, then the whole set is replaced; the colour not sent is gone', async () => {
    const { offerId, productId } = shop.product;
    const { pictures } = shop.card();
    const images = pictures.toReversed();
    const { json } = await shop.call(importPath, { items: [{ offer_id: offerId, images }] });
    expect(json).toEqual({ task_id: expect.any(Number) });
    shop.pass(299);
    expect(await shop.itemsOf(json.task_id)).toMatchObject([{ offer_id: offerId, status: 'pending', errors: [] }]);
    expect(shop.card().pictures).toEqual(pictures);
    shop.pass(1);
    expect(await shop.itemsOf(json.task_id)).toMatchObject([{ product_id: productId, status: 'imported' }]);
    expect(shop.card()).toEqual({ primary: images[0], images: images.slice(1), colour: null, pictures: images });
  });

  test('primary_image goes first; color_image is kept apart', async () => {
    const [first = '', second = '', third = ''] = shop.card().pictures;
    await shop.push({ images: [first, second], primary_image: third, color_image: second });
    expect(shop.card()).toMatchObject({ pictures: [third, first, second], colour: second });
    const lists = { primary_photo: [third], photo: [first, second], color_photo: [second] };
    expect(await shop.read('/v2/product/pictures/info')).toEqual({
      ...lists,
      product_id: shop.product.productId,
      errors: [],
    });
  });

  test('a new address is downloaded once and served by the CDN under another one, byte for byte', async () => {
    const [first = ''] = shop.card().pictures;
    const address = shop.picture('good.png');
    expect(await shop.push({ images: [first, address] })).toEqual({ status: 'imported', codes: [] });
    const [kept, copied = ''] = shop.card().pictures;
    expect(kept).toBe(first);
    expect(copied).toMatch(/\/s3\/multimedia-[^/]+\/\d+\.jpg$/);
    await shop.push({ images: [address, first] });
    expect(shop.card().pictures).toEqual([copied, first]);
    expect(shop.sandbox.pictures.requests.filter(({ path }) => path === '/good.png')).toHaveLength(1);
    const sent = await shop.client.send(address);
    expect((await shop.client.send(copied)).body.equals(sent.body)).toBe(true);
  });

  test('the same set again is skipped, by old and by new addresses', async () => {
    const images = [...shop.card().pictures.slice(0, 2), shop.picture('photo-1.jpg')];
    expect((await shop.push({ images })).status).toBe('imported');
    expect((await shop.push({ images })).status).toBe('skipped');
    expect((await shop.push({ images: shop.card().pictures })).status).toBe('skipped');
  });

  test('an unknown article is a failed item beside good ones', async () => {
    const { pictures } = shop.card();
    const items = [
      { offer_id: 'nobody', images: pictures },
      { offer_id: shop.product.offerId, images: pictures.toReversed() },
    ];
    const { json } = await shop.call(importPath, { items });
    expect((await shop.settled(json.task_id)).map(({ status, product_id }) => [status, product_id])).toEqual([
      ['failed', 0],
      ['imported', shop.product.productId],
    ]);
  });

  const good = { offer_id: 'OZ-1001', images: ['https://pictures.example/good.jpg'] };
  const many = (n: number) => Array.from({ length: n }, (_, at) => `https://pictures.example/photo-${at + 1}.jpg`);

  test.each([
    ['no items', { items: [] }],
    ['101 products', { items: Array.from({ length: 101 }, (_, at) => ({ ...good, offer_id: `OZ-${at}` })) }],
    ['the same product twice', { items: [good, good] }],
    ['51 pictures', { items: [{ ...good, images: many(51) }] }],
    ['50 pictures and a primary', { items: [{ ...good, images: many(50), primary_image: 'https://a.example/b.jpg' }] }],
    ['no pictures', { items: [{ offer_id: 'OZ-1001', images: [] }] }],
    ['a colour sample alone', { items: [{ offer_id: 'OZ-1001', color_image: good.images[0] }] }],
    ['no offer_id', { items: [{ images: good.images }] }],
    ['a product_id', { items: [{ ...good, product_id: 1 }] }],
    ['images360', { items: [{ ...good, images360: [] }] }],
    ['an unknown key outside', { items: [good], force: true }],
    ['ftp', { items: [{ ...good, images: ['ftp://pictures.example/good.jpg'] }] }],
    ['no address', { items: [{ ...good, primary_image: 'good.jpg' }] }],
  ])('%s: 400 code 3 and no task', async (_, body) => {
    const before = shop.sandbox.imports.tasks.length;
    const answer = await shop.call(importPath, body);
    expect([answer.status, answer.json.code, shop.sandbox.imports.tasks.length]).toEqual([400, 3, before]);
  });

  test('a lost reply: the work is done, the number of the task is not known', async () => {
    shop.sandbox.api.faults.add({ match: importPath, kind: 'lost', times: 1 });
    const images = shop.card().pictures.toReversed();
    const items = [{ offer_id: shop.product.offerId, images }];
    await expect(shop.call(importPath, { items })).rejects.toThrow();
    shop.pass(1000);
    expect(shop.card().pictures).toEqual(images);
    expect(shop.sandbox.api.requests.at(-1)).toMatchObject({ path: importPath, fault: 'lost', status: 200 });
    expect(shop.sandbox.imports.tasks.at(-1)).toMatchObject({ items: [{ wanted: { pictures: images } }] });
  });

  test("another store's task and another store's product are not seen", async () => {
    const { json } = await shop.call(importPath, { items: [{ offer_id: 'запас-2', images: shop.card().pictures }] });
    expect((await shop.settled(json.task_id))[0]?.status).toBe('failed');
    const other = await shop.call('/v1/product/import/info', { task_id: json.task_id }, backupStore());
    expect([other.status, other.json.code]).toEqual([404, 5]);
    expect((await shop.call('/v1/product/import/info', { task_id: String(json.task_id) })).status).toBe(200);
  });
});

describe('quota', () => {
  test('counted in products; used up: 429 with minutes until 03:00 in Moscow, and nothing taken', async () => {
    const { clientId } = shop.demo;
    shop.sandbox.quota.set(clientId, { limit: 3, usage: 2 });
    const before = shop.sandbox.imports.tasks.length;
    const images = shop.card().pictures.toReversed();
    const items = [shop.product, shop.other].map((one) => ({ offer_id: one?.offerId, images }));
    const refused = await shop.call(importPath, { items });
    const minutes = Math.ceil((Date.parse(midnight) - shop.clock) / 60_000);
    expect([refused.status, refused.headers['item-retry-after']]).toEqual([429, String(minutes)]);
    expect(refused.json.message).toMatch(/^You have reached operation items limits/);
    expect([shop.sandbox.imports.tasks.length, shop.sandbox.quota.read(clientId).usage]).toEqual([before, 2]);
    expect((await shop.push({ images })).status).toBe('imported');
    expect(shop.sandbox.quota.read(clientId).usage).toBe(3);
  });

  test('the limits as Ozon tells them', async () => {
    shop.sandbox.quota.set(shop.demo.clientId, { limit: 10, usage: 4 });
    const { json } = await shop.call('/v4/product/info/limit', {});
    expect(json).toMatchObject({
      daily_update: { limit: 10, usage: 4, reset_at: midnight },
      daily_create: { limit: expect.any(Number) },
      total: { limit: -1 },
    });
    expect(Array.isArray(json.operation_limits)).toBe(true);
  });

  test('-1 is no limit', async () => {
    shop.sandbox.quota.set(shop.demo.clientId, { limit: -1, usage: 1_000_000 });
    expect((await shop.push({ images: shop.card().pictures.toReversed() })).status).toBe('imported');
  });

  test('renewed at its time', () => {
    const other = backupStore().clientId;
    shop.sandbox.quota.set(other, { usage: 7, resetAt: shop.clock + 1 });
    expect(shop.sandbox.quota.read(other).usage).toBe(7);
    shop.pass(1);
    expect(shop.sandbox.quota.read(other).usage).toBe(0);
    expect(shop.sandbox.quota.read(other).resetAt).toBeGreaterThan(shop.clock);
  });
});

describe('cards', () => {
  test('are the sandbox’s own: the objects given stay as they were', async () => {
    await shop.push({ images: shop.card().pictures.toReversed() });
    const cardIn = ({ products }: ReturnType<typeof demoStore>) => {
      const found = products.find(({ productId }) => productId === shop.product.productId);
      return found && cardOf(found);
    };
    expect(cardIn(shop.demo)).toEqual(cardIn(demoStore()));
  });

  test('somebody else changes one', () => {
    const { pictures } = shop.card();
    const { productId } = shop.product;
    shop.sandbox.cards.change(productId, (card) => ({ pictures: card.pictures.toReversed(), colour: null }));
    expect(shop.card()).toMatchObject({ pictures: pictures.toReversed(), colour: null });
    const strange = () => ({ pictures: ['https://a.example/b.jpg'], colour: null });
    expect(() => shop.sandbox.cards.change(productId, strange)).toThrow('no picture of the CDN');
  });

  test('images repeats the primary when the sandbox is told so', async () => {
    const store = backupStore();
    const own = await startSandbox({ stores: [store], bucket: 'disk', imports: { repeatPrimary: true, pendingMs: 0 } });
    const { productId = 0, offerId } = store.products[0] ?? {};
    const images = own.card(productId).pictures.toReversed();
    const answer = await createLoopbackClient(own.ports).send(`https://api-seller.ozon.ru${importPath}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'client-id': store.clientId, 'api-key': store.apiKey },
      body: JSON.stringify({ items: [{ offer_id: offerId, images }] }),
    });
    expect(answer.status).toBe(200);
    await expect.poll(() => own.card(productId)).toMatchObject({ primary: images[0], images });
    await own.stop();
  });
});
