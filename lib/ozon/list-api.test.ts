import { describe, expect, it } from 'vitest';
import { createOzonApi } from './api';
import { firstPlace, placeAfter } from './list-api';

const { signal } = new AbortController();
const credential = { clientId: '1', apiKey: 'k' };
const answering = (answer: unknown) =>
  createOzonApi({ fetch: async () => Response.json(answer), now: () => 0, timeoutMs: () => 1000 });
const pageOf = (result: object) => answering({ result }).productPage(credential, firstPlace, signal);

describe('productPage', () => {
  it('prefers the new total and takes the old one where there is no other', async () => {
    expect(await pageOf({ items: [], last_id: '', total: 7, total_items: 5 })).toMatchObject({ total: 5 });
    expect(await pageOf({ items: [], last_id: '', total: 7 })).toMatchObject({ total: 7 });
  });

  it('gives ids as text and the article as it is', async () => {
    const items = [{ product_id: 3397917680, offer_id: ' 0953 ', archived: false }];
    expect(await pageOf({ items, last_id: 'bGFzdA==', total_items: 1 })).toEqual({
      products: [{ productId: '3397917680', offerId: ' 0953 ' }],
      count: 1,
      lastId: 'bGFzdA==',
      total: 1,
    });
  });

  it('does not take another answer for an empty store', async () => {
    await expect(answering({ items: [] }).productPage(credential, firstPlace, signal)).rejects.toMatchObject({
      code: 'ozon.bad_answer',
    });
  });
});

describe('placeAfter', () => {
  const next = (lastId: string, page: { count: number; lastId: string }, visibility: 'ALL' | 'ARCHIVED' = 'ALL') =>
    placeAfter({ visibility, lastId }, { ...page, total: 9 });

  it.each([
    ['an empty page', '5', { count: 0, lastId: '6' }],
    ['a page without a next place', '5', { count: 9, lastId: '' }],
    ['a place that stands still', '5', { count: 9, lastId: '5' }],
  ])('ends at %s', (_, lastId, page) => {
    expect(next(lastId, page)).toEqual({ visibility: 'ARCHIVED', lastId: '' });
    expect(next(lastId, page, 'ARCHIVED')).toBeUndefined();
  });

  it('goes on from the place the page names', () => {
    expect(next('5', { count: 1, lastId: '6' }, 'ARCHIVED')).toEqual({ visibility: 'ARCHIVED', lastId: '6' });
  });
});
