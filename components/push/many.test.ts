import { describe, expect, it } from 'vitest';
import type { PictureFinding, PushTarget } from '../../lib/core/push';
import { inMode, listedView, listPushes } from './many';

const url = (name: string) => `https://pictures.example.com/${name}.jpg`;
const target = (productId: string): PushTarget => ({
  productId,
  offerId: `A${productId}`,
  sku: null,
  name: '',
  current: { pictures: [url('old')], colour: url('x') },
});
const row = (article: string, urls: string[] = [], images360: string[] = []) => ({ article, urls, images360 });
const byId = new Map([
  ['1', target('1')],
  ['1b', target('1')],
  ['2', target('2')],
]);
const fine = (address: string): [string, PictureFinding] => [
  address,
  { url: address, width: 900, height: 1200, bytes: 1, problems: [] },
];
const views = (rows: ReturnType<typeof row>[], findings = new Map<string, PictureFinding>()) =>
  listPushes(rows, byId).map((one) => listedView(one, findings));

describe('a list of products', () => {
  it('puts lines that lead to one product together and leaves out what was not found', () => {
    const listed = listPushes([row('1', [url('a')]), row('9', [url('z')]), row('1b', [url('b')]), row('2')], byId);
    expect(listed.map(({ target: { productId } }) => productId)).toEqual(['1', '2']);
    expect(listed[0]?.draft.arranged.map((picture) => picture.url)).toEqual([url('a'), url('b')]);
  });

  it('replaces the pictures by the pasted ones and keeps the colour sample', () => {
    expect(views([row('1', [url('a')])])[0]?.view.next).toEqual({ pictures: [url('a')], colour: url('x') });
  });

  it('keeps what is there when appending', () => {
    const [one] = inMode(listPushes([row('1', [url('a')])], byId), 'append');
    expect(one && listedView(one, new Map()).view.next.pictures).toEqual([url('old'), url('a')]);
  });

  it('tells what will change, stays, waits for a look or is blocked', () => {
    const rows = [row('1', [url('a')]), row('2')];
    expect(views(rows).map(({ state }) => state)).toEqual(['checking', 'same']);
    expect(views(rows, new Map([fine(url('a'))])).map(({ state }) => state)).toEqual(['ready', 'same']);
    expect(views([row('1', ['ftp://pictures.example.com/a.jpg'])])[0]?.state).toBe('blocked');
  });

  it('blocks a product given 360° pictures, with the reason', () => {
    const [one] = views([row('1', [url('a')], [url('r')])], new Map([fine(url('a'))]));
    expect(one?.state).toBe('blocked');
    expect(one?.view.ready).toBe(false);
    expect(one?.view.problems).toMatchObject([
      { field: 'images360', index: 0, url: url('r'), reason: { code: 'push.images360_gone' } },
    ]);
  });
});
