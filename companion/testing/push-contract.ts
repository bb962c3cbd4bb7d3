import { inArray } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { cardSetsAnswer, ozonPushAnswer, ozonPushFailure } from '../../lib/storage/ozon-api';
import type { SandboxProduct } from '../../sandbox/stores/store';
import { cardLocks, cardSets } from '../database/schema';
import { read } from './client';
import { otherToken, token } from './local-r2';
import { askOzon, keyOf, type OzonStage } from './ozon-stage';

/** G6 against the sandbox. `turn` keeps one runtime's products from another's. */
export function describePush(open: () => OzonStage, turn: number): void {
  const push = (body: object) => askOzon(open(), 'push-images', { credential: keyOf(open().shop), ...body });
  const productAt = (n: number): SandboxProduct => {
    const product = open().shop.products[10 + 10 * turn + n];
    if (!product) throw new Error('no such product');
    return product;
  };
  const photo = (n: number) => open().sandbox.pictures.url(`photo-${100 * turn + n}.jpg`);

  it('replaces a set after looking at it, and tells what the card shows now', async () => {
    const { sandbox } = open();
    const { productId } = productAt(0);
    const { pictures, colour } = sandbox.card(productId);
    const images = [photo(1), photo(2), photo(3)];
    const { body } = await read(await push({ product_id: productId, images }), ozonPushAnswer);
    const card = sandbox.card(productId);
    expect(card.pictures).toHaveLength(3);
    expect(card.colour).toBe(colour);
    expect(body.data).toEqual({
      product_id: String(productId),
      updated: { images: 3, color_image: false },
      current_images: card.pictures,
    });
    const previous = { images: pictures, color_image: colour };
    expect(body).toMatchObject({ previous, warnings: [] });
    const kept = await open().companion.database.select().from(cardSets);
    expect(kept).toMatchObject([{ userId: 'u1', productId: String(productId), previous: JSON.stringify(previous) }]);
    expect(sandbox.pictures.requests.length).toBeGreaterThanOrEqual(3);
  });

  it('lets one call at a time push to a card', async () => {
    const { sandbox } = open();
    const { productId } = productAt(4);
    const before = sandbox.card(productId).pictures;
    const answers = await Promise.all([8, 9].map((n) => push({ product_id: productId, images: [photo(n)] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [done, refused] = answers.toSorted((a, b) => a.status - b.status);
    if (!done || !refused) throw new Error('no answers');
    expect((await read(done, ozonPushAnswer)).body.previous?.images).toEqual(before);
    expect((await read(refused, ozonPushFailure)).body).toMatchObject({
      code: 'push.busy',
      previous: null,
      errors: [],
    });
    // It is let go with the answer; this one is refused for its own sake.
    const again = await read(await push({ product_id: productId, images: [] }), ozonPushFailure);
    expect(again.body.code).toBe('push.some_blocked');
    expect(await open().companion.database.select().from(cardLocks)).toEqual([]);
  });

  it('lists the old sets of the caller alone, newest first, by pages', async () => {
    const { companion } = open();
    const ask = (query: string, bearer: string = token) =>
      fetch(`${companion.url}/api/v1/card-sets${query}`, { headers: { authorization: `Bearer ${bearer}` } });
    const page = async (query: string, bearer?: string) => (await read(await ask(query, bearer), cardSetsAnswer)).body;
    const previous = { images: ['https://cdn1.ozone.ru/s3/1.jpg'], color_image: null };
    const row = (userId: string, productId: string) => ({ userId, productId, previous: JSON.stringify(previous) });
    const rows = [row('u2', '5'), row('u1', '77'), row('u2', '6'), row('u2', '5')];
    await companion.database.insert(cardSets).values(rows.map((each, n) => ({ ...each, createdAt: 1000 + n })));

    const { card_sets, next } = await page('?limit=2', otherToken);
    expect(card_sets).toMatchObject([
      { product_id: '5', previous, created_at: '1970-01-01T00:16:43.000Z' },
      { product_id: '6', previous },
    ]);
    const rest = await page(`?limit=2&before=${next}`, otherToken);
    expect(rest).toMatchObject({
      card_sets: [{ product_id: '5', created_at: '1970-01-01T00:16:40.000Z' }],
      next: null,
    });
    expect((await page('?product_id=5', otherToken)).card_sets).toHaveLength(2);
    const own = (await page('')).card_sets;
    expect(own[0]).toMatchObject({ product_id: '77' });
    expect(own.map(({ product_id }) => product_id)).not.toContain('5');
    expect([(await ask('', 'nobody')).status, (await ask('?limit=0')).status]).toEqual([401, 400]);
    await companion.database.delete(cardSets).where(inArray(cardSets.createdAt, [1000, 1001, 1002, 1003]));
  });

  // Each push waits for Ozon; what differs here is none of the runtime's.
  const colourAlone = () =>
    it('changes the colour sample alone, and takes it away', async () => {
      const { sandbox } = open();
      const { productId } = productAt(1);
      const before = sandbox.card(productId);
      const { body } = await read(await push({ product_id: String(productId), color_image: photo(4) }), ozonPushAnswer);
      expect(body.data.updated).toEqual({ images: 0, color_image: true });
      expect(sandbox.card(productId).pictures).toEqual(before.pictures);
      const { colour } = sandbox.card(productId);
      expect(colour).not.toBe(before.colour);
      const taken = await read(await push({ product_id: productId, color_image: null }), ozonPushAnswer);
      expect(taken.body.data.updated).toEqual({ images: 0, color_image: true });
      expect(taken.body.previous).toEqual({ images: before.pictures, color_image: colour });
      expect(sandbox.card(productId).colour).toBeNull();
    });
  if (turn === 0) colourAlone();

  it('names each picture Ozon would refuse, and sends nothing', async () => {
    const { sandbox } = open();
    const { productId } = productAt(2);
    const tasks = sandbox.imports.tasks.length;
    const refused = async (body: object) => {
      const answer = await read(await push({ product_id: productId, ...body }), ozonPushFailure);
      return [answer.status, answer.body.errors.map(({ field, index, reason }) => [field, index, reason])];
    };
    const url = sandbox.pictures.url;
    expect(await refused({ images: [photo(5), url('webp.jpg'), 'https://10.0.0.1/x.jpg', 'ftp://x/y.jpg'] })).toEqual([
      400,
      [
        ['images', 2, 'picture.private_address'],
        ['images', 3, 'picture.ftp'],
      ],
    ]);
    expect(await refused({ images: [photo(5), url('webp.jpg'), url('missing.jpg')] })).toEqual([
      400,
      [
        ['images', 1, 'picture.wrong_type'],
        ['images', 2, 'picture.unreachable'],
      ],
    ]);
    expect(await refused({ images360: [photo(6)] })).toEqual([400, [['images360', 0, 'push.images360_gone']]]);
    expect(await refused({})).toEqual([400, [['images', null, 'push.no_images']]]);
    expect(await refused({ images: [] })).toEqual([400, [['images', null, 'push.no_images']]]);
    const many = Array.from({ length: 31 }, (_, n) => photo(n + 10));
    expect(await refused({ images: many })).toEqual([400, [['images', null, 'push.too_many_usual']]]);
    expect(sandbox.imports.tasks).toHaveLength(tasks);
  });

  it('knows no product of another store, and no wrong key', async () => {
    const unknown = await read(await push({ product_id: 1, images: [photo(7)] }), ozonPushFailure);
    expect(unknown).toMatchObject({ status: 404, body: { code: 'push.no_product', errors: [], previous: null } });
    const credential = { ...keyOf(open().shop), api_key: 'another-key-than-that' };
    const wrong = await read(
      await push({ credential, product_id: productAt(3).productId, images: [photo(7)] }),
      ozonPushFailure,
    );
    expect(wrong).toMatchObject({ status: 400, body: { code: 'ozon.key_unknown' } });
    expect(JSON.stringify(wrong)).not.toContain('another-key');
  });
}
