import { describe, expect, it } from 'vitest';
import { unansweredPicture } from '../../lib/core/picture-finding';
import type { Fetch } from '../../lib/net/request';
import { openDatabase } from '../database/node-database';
import { cardSets as table } from '../database/schema';
import { createMemoryCardLock } from './card-lock';
import { type CardSets, createCardSets } from './card-sets';
import { createPush } from './push';

const card = {
  ...{ id: 1, offer_id: 'A1', images: ['https://cdn1.ozone.ru/s3/1.jpg'] },
  color_image: ['https://cdn1.ozone.ru/s3/c.jpg'],
};
const previous = { images: card.images, color_image: 'https://cdn1.ozone.ru/s3/c.jpg' };
/** A picture whose host gave no answer is pushed, and said to be unseen. */
const warnings = [{ field: 'images', index: 0, url: 'https://img.example.com/new.jpg', reason: 'picture.unreachable' }];
const request = {
  ...{ credential: { client_id: '1', api_key: 'the-key' }, product_id: 1, allow_more: false },
  images: ['https://img.example.com/new.jpg'],
};

/** Ozon that takes a set and then says `importing` of it; `imports` counts the calls. */
function shop(
  importing: () => Response | Promise<Response>,
  now = Date.now,
  status = 'pending',
  cardSets?: Pick<CardSets, 'keep'>,
) {
  const imports: unknown[] = [];
  const fetchOzon: Fetch = async (url, { body }) => {
    if (url.endsWith('/v2/product/pictures/import')) {
      imports.push(body);
      return importing();
    }
    if (url.endsWith('/v1/product/import/info'))
      return Response.json({ result: { items: [{ offer_id: 'A1', status, errors: [{ code: 'pics_http_error' }] }] } });
    if (url.endsWith('/v2/product/pictures/info')) return Response.json({ items: [{ product_id: 1, errors: [] }] });
    return Response.json({ items: [card] });
  };
  const config = { maxObjectBytes: 1000, ozonUrl: 'https://api-seller.ozon.ru' };
  const times = { callMs: 1500, requestMs: 200 };
  const push = createPush({
    ...{ config, fetchOzon, now, times, cardSets, lock: createMemoryCardLock() },
    look: async (urls) => urls.map(unansweredPicture),
  });
  return { imports, run: () => push('u1', request) };
}

describe('a push in one call', () => {
  it('that Ozon has not settled in time says so, and was sent once', async () => {
    const { imports, run } = shop(() => Response.json({ task_id: 7 }));
    expect(await run()).toMatchObject({ refusal: { status: 504, code: 'push.not_settled' }, previous, warnings });
    expect(imports).toHaveLength(1);
  });

  it('whose reply was lost is not sent again unseen', async () => {
    const { imports, run } = shop(() => Promise.reject(new TypeError('lost')));
    expect(await run()).toMatchObject({ refusal: { status: 504, code: 'push.not_sure' }, previous, warnings });
    expect(imports).toHaveLength(1);
  });

  it('that Ozon could not take tells what was wrong', async () => {
    const start = Date.now();
    // What Ozon explains is believed after ten seconds, which here are half of one.
    const hasty = () => start + (Date.now() - start) * 20;
    const { run } = shop(() => Response.json({ task_id: 7 }), hasty, 'failed');
    expect(await run()).toMatchObject({
      refusal: { status: 502, code: 'push.ozon_failed' },
      errors: [{ field: 'images', index: null, url: null, reason: 'picture.not_loaded' }],
      ...{ previous, warnings },
    });
  });

  it('keeps the old set before it is sent, where there is a database', async () => {
    const { database, close } = await openDatabase(':memory:');
    const rows: unknown[] = [];
    const reply = async () => {
      rows.push(...(await database.select().from(table)));
      return Response.json({ message: 'no' }, { status: 403 });
    };
    const cardSets = createCardSets(database, () => 100);
    await shop(reply, Date.now, 'pending', cardSets).run();
    expect(rows).toEqual([{ id: 1, userId: 'u1', productId: '1', previous: JSON.stringify(previous), createdAt: 100 }]);
    await createCardSets(database, () => 100 + 91 * 86_400).keep('u1', '2', previous);
    expect(await database.select().from(table)).toMatchObject([{ productId: '2' }]);
    close();
  });

  it('is not sent when the old set cannot be kept', async () => {
    const keep = () => Promise.reject(new Error('no database'));
    const { imports, run } = shop(() => Response.json({ task_id: 7 }), Date.now, 'pending', { keep });
    expect(await run()).toMatchObject({ refusal: { status: 500, code: 'app.unexpected' }, previous });
    expect(imports).toEqual([]);
  });

  it('tells the wait for a limit', async () => {
    const headers = { 'item-retry-after': '300' };
    const { run } = shop(() => Response.json({ message: 'operation items limits' }, { status: 429, headers }));
    expect(await run()).toMatchObject({
      refusal: { status: 429, code: 'push.quota_used', headers: { 'Retry-After': '18000' } },
      errors: [],
    });
  });
});
