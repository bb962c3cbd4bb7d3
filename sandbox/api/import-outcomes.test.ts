import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importPath, openPushShop, type PushShop } from './testing/push-shop';

let shop: PushShop;

beforeAll(async () => {
  shop = await openPushShop();
});
afterAll(() => shop.sandbox.stop());
beforeEach(() => shop.nextTest());

describe('pictures Ozon cannot take', () => {
  test.each([
    ['missing.jpg', 'pics_http_error'],
    ['moved.jpg', 'pics_http_error'],
    ['login.jpg', 'pics_http_error'],
    ['page.jpg', 'pics_cant_decode'],
    ['webp.jpg', 'pics_cant_decode'],
    ['heavy.jpg', 'pics_cant_decode'],
    ['tiny.jpg', 'pics_invalid_dimensions'],
    ['huge.jpg', 'pics_invalid_dimensions'],
  ])('%s is missing from the set, with %s', async (name, code) => {
    const [first = '', second = ''] = shop.card().pictures;
    const url = shop.picture(name);
    const pushed = await shop.push({ images: [first, url, second] });
    expect(pushed).toEqual({ status: 'imported', codes: [code, 'some_image_failed'] });
    expect(shop.card().pictures).toEqual([first, second]);
    const { errors } = await shop.read('/v2/product/pictures/info');
    expect(errors).toEqual([{ message: expect.any(String), url }]);
  });

  test('plain HTTP and names nobody has cannot be reached; the primary gets a code of its own', async () => {
    const [first = ''] = shop.card().pictures;
    const images = ['http://pictures.example/good.jpg', 'https://nobody.example/a.jpg', first];
    const { codes } = await shop.push({ images });
    expect(codes).toEqual(['pics_http_error', 'pics_http_error', 'some_image_failed', 'primary_image_load_failed']);
    const info = await shop.read('/v3/product/info/list');
    expect(info.errors[0]).toMatchObject({ code: 'pics_http_error', level: 'ERROR_LEVEL_WARNING' });
    expect(info.primary_image).toEqual([first]);
  });

  test('a host that does not answer in time', async () => {
    shop.sandbox.pictures.faults.add({ match: 'photo-2.jpg', kind: 'hang' });
    const { codes } = await shop.push({ images: [...shop.card().pictures, shop.picture('photo-2.jpg')] });
    expect(codes?.[0]).toBe('pics_reading_timeout');
  });

  test('when all fail the card stays; a good push afterwards clears the errors', async () => {
    const { pictures } = shop.card();
    const failed = await shop.push({ images: [shop.picture('missing.jpg')] });
    expect(failed).toEqual({ status: 'failed', codes: ['pics_http_error', 'all_image_failed'] });
    expect(shop.card().pictures).toEqual(pictures);
    await shop.push({ images: pictures.toReversed() });
    expect((await shop.read('/v3/product/info/list')).errors).toEqual([]);
  });

  test('an address that failed is tried again', async () => {
    const images = [...shop.card().pictures, shop.picture('photo-3.jpg')];
    shop.sandbox.pictures.faults.add({ match: 'photo-3.jpg', kind: 'status', status: 503, times: 1 });
    expect((await shop.push({ images })).codes).toEqual(['pics_http_error', 'some_image_failed']);
    expect(await shop.push({ images })).toEqual({ status: 'imported', codes: [] });
    expect(shop.card().pictures).toHaveLength(images.length);
  });
});

describe('planned outcomes', () => {
  test('partly: chosen pictures fail with a chosen code', async () => {
    shop.sandbox.imports.next({ outcome: 'partly', pictures: [1], code: 'IMAGE_DECLINE' });
    const images = shop.card().pictures.toReversed();
    expect((await shop.push({ images })).codes).toEqual(['IMAGE_DECLINE', 'some_image_failed']);
    expect(shop.card().pictures).toEqual(images.filter((_, at) => at !== 1));
  });

  test.each(['failed', 'skipped'] as const)('%s: nothing changes, once', async (outcome) => {
    const before = shop.card();
    const images = before.pictures.toReversed();
    shop.sandbox.imports.next({ outcome, offerId: shop.product.offerId });
    expect((await shop.push({ images })).status).toBe(outcome);
    expect(shop.card()).toEqual(before);
    expect((await shop.push({ images })).status).toBe('imported');
  });

  test('imported although nothing changed', async () => {
    shop.sandbox.imports.next({ outcome: 'imported', clientId: shop.demo.clientId });
    const { pictures, colour } = shop.card();
    expect((await shop.push({ images: pictures, color_image: colour ?? '' })).status).toBe('imported');
  });

  test('never: pending for ever, for this product only', async () => {
    shop.sandbox.imports.next({ outcome: 'never', offerId: shop.product.offerId });
    const images = shop.card().pictures.toReversed();
    const items = [shop.product, shop.other].map((one) => ({ offer_id: one?.offerId, images }));
    const { json } = await shop.call(importPath, { items });
    shop.pass(3_600_000);
    expect((await shop.itemsOf(json.task_id)).map(({ status }) => status)).toEqual(['pending', 'imported']);
  });

  test("another store's plan does not strike", async () => {
    shop.sandbox.imports.next({ outcome: 'failed', clientId: '7654321' });
    expect((await shop.push({ images: shop.card().pictures.toReversed() })).status).toBe('imported');
  });
});
