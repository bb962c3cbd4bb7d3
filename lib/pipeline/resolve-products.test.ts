import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ArticleField } from '../core/article';
import { jobId, storeId } from '../core/ids';
import type { Destination } from '../core/job';
import { newTaskRow, type Task } from '../core/task';
import type { Fetch } from '../net/request';
import { createOzonApi } from '../ozon/api';
import type { HandlerContext } from '../queue/ports';
import { nothingKnown } from './known-pictures';
import { createResolveProducts, resolveProductsTask } from './resolve-products';

const job = jobId.parse('job');
const store = storeId.parse('store-1');
const context: HandlerContext = { signal: new AbortController().signal, now: () => 0, connect: (run) => run() };
const lookup = z.object({ offer_id: z.array(z.string()).optional(), sku: z.array(z.string()).optional() });

const shop = [
  {
    id: 1,
    offer_id: 'Ab',
    sku: 77,
    sources: [{ sku: 77 }, { sku: 88 }],
    images: ['https://c/1.jpg', 'https://c/2.jpg'],
  },
  { id: 2, offer_id: '0953', sku: 0, images: [] },
];

/** Ozon with the shop above; it refuses a whole call that holds a word it cannot read, and ignores letter case. */
const ozonFetch =
  (asked: string[][] = [], unreadable = 'unreadable'): Fetch =>
  async (_, { body }) => {
    const { offer_id = [], sku = [] } = lookup.parse(JSON.parse(String(body)));
    const ids = [...offer_id, ...sku];
    asked.push(ids);
    if (ids.includes(unreadable)) return Response.json({ code: 3, message: 'invalid value' }, { status: 400 });
    const isAsked = (card: (typeof shop)[number]) =>
      offer_id.some((id) => id.toLowerCase() === card.offer_id.toLowerCase()) ||
      sku.some((id) => [card.sku, ...(card.sources ?? []).map((source) => source.sku)].map(String).includes(id));
    return Response.json({ items: shop.filter(isAsked) });
  };

const taskOf = (articles: string[], field: ArticleField = 'offer_id', destination: Destination = 'cloud'): Task => {
  const lines = articles.map((article, seq) => ({ seq, article }));
  return newTaskRow(resolveProductsTask(job, 0, { storeId: store, field, destination, lines }), job, 0);
};

const handlerOn = (fetch: Fetch) =>
  createResolveProducts({
    ozon: createOzonApi({ fetch, now: () => 0, timeoutMs: () => 1000 }),
    credentialOf: async (id) => ({ clientId: '1', apiKey: `key of ${id}` }),
    nameFiles: async () => new Map(),
    known: nothingKnown,
  });

const resolve = (articles: string[], field?: ArticleField, destination?: Destination, asked?: string[][]) =>
  handlerOn(ozonFetch(asked)).run(taskOf(articles, field, destination), context);

describe('resolve-products', () => {
  it('holds a connection while it asks', async () => {
    const steps: string[] = [];
    const fetch: Fetch = (...call) => {
      steps.push('ask');
      return ozonFetch()(...call);
    };
    const connect: HandlerContext['connect'] = async (run) => {
      steps.push('connect');
      return run().finally(() => steps.push('free'));
    };
    await handlerOn(fetch).run(taskOf(['Ab']), { ...context, connect });
    expect(steps).toEqual(['connect', 'ask', 'free']);
  });

  it('makes a task per picture, numbered from 1, named by the offer_id', async () => {
    const { changes, spawn } = await resolve(['77'], 'sku');
    expect(changes).toEqual([
      { seq: 0, set: { productId: '1', offerId: 'Ab', sku: '77', totalImages: 2, status: 'processing' } },
    ]);
    expect(spawn).toEqual([
      {
        id: 'job/image/0000000/001',
        kind: 'copy-image',
        input: { seq: 0, article: 'Ab', n: 1, url: 'https://c/1.jpg' },
      },
      {
        id: 'job/image/0000000/002',
        kind: 'copy-image',
        input: { seq: 0, article: 'Ab', n: 2, url: 'https://c/2.jpg' },
      },
    ]);
  });

  it('fails an unknown article alone', async () => {
    const { changes, spawn } = await resolve(['nobody', 'Ab']);
    expect(changes).toMatchObject([
      { seq: 0, set: { status: 'failed' }, error: { code: 'product.not_found' } },
      { seq: 1, set: { status: 'processing' } },
    ]);
    expect(spawn).toHaveLength(2);
  });

  it('takes an article only in its own letter case and with its own zeros', async () => {
    const { changes } = await resolve(['ab', 'AB', '953']);
    expect(changes.map(({ error }) => error?.code)).toEqual(Array(3).fill('product.not_found'));
  });

  it('finds a product by every SKU it answers to', async () => {
    const { changes } = await resolve(['88'], 'sku');
    expect(changes).toMatchObject([{ set: { offerId: 'Ab', sku: '77' } }]);
  });

  it('does not ask for a SKU that is no number, and says so of that line', async () => {
    const asked: string[][] = [];
    const { changes } = await resolve(['Ab', '77', '1e3'], 'sku', 'cloud', asked);
    expect(asked).toEqual([['77']]);
    expect(changes.map(({ error }) => error?.code)).toEqual(['article.not_a_sku', undefined, 'article.not_a_sku']);
    expect(await resolve(['Ab'], 'sku', 'cloud', asked)).toMatchObject({ spawn: [] });
    expect(asked).toHaveLength(1);
  });

  it('lets a card without pictures be a success with a note', async () => {
    const { changes, spawn } = await resolve(['0953']);
    expect(changes).toEqual([
      {
        seq: 0,
        set: { productId: '2', offerId: '0953', sku: null, totalImages: 0, status: 'success' },
        error: { code: 'product.no_images', params: {} },
      },
    ]);
    expect(spawn).toEqual([]);
  });

  it('only collects addresses for a links job', async () => {
    const { changes, spawn } = await resolve(['Ab'], 'offer_id', 'links');
    expect(changes).toMatchObject([{ set: { urls: ['https://c/1.jpg', 'https://c/2.jpg'] }, succeeded: 2 }]);
    expect(spawn).toEqual([]);
  });

  it('halves a list that holds what Ozon cannot read, until that line stands alone', async () => {
    const handler = handlerOn(ozonFetch());
    const failed: string[] = [];
    const found: number[] = [];
    const waiting = [taskOf(['a', 'unreadable', 'Ab', 'b', '0953'])];
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const result = await handler.run(task, context).catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ code: 'ozon.refused' });
      });
      if (!result) failed.push(JSON.stringify(task.input));
      const { changes, spawn } = result ?? { changes: [], spawn: [] };
      found.push(...changes.map(({ seq }) => seq));
      for (const row of spawn) if (row.kind === 'resolve-products') waiting.push(newTaskRow(row, job, 0));
    }
    expect(found.sort()).toEqual([0, 2, 3, 4]);
    expect(failed).toEqual([expect.stringContaining('"lines":[{"seq":1,"article":"unreadable"}]')]);
  });

  it('does not halve a list because of the key, the rate or an outage', async () => {
    for (const [status, code] of [
      [401, 'ozon.key_unknown'],
      [429, 'ozon.rate_limited'],
      [500, 'ozon.server_error'],
      [403, 'ozon.refused'],
    ] as const) {
      const handler = handlerOn(async () => Response.json({}, { status }));
      await expect(handler.run(taskOf(['a', 'b']), context)).rejects.toMatchObject({ code });
    }
  });

  it('fails all its lines when the look-up fails for good', () => {
    const error = { code: 'ozon.key_unknown', params: {} } as const;
    expect(handlerOn(ozonFetch()).onFailed(taskOf(['a', 'b']), error)).toEqual([
      { seq: 0, set: { status: 'failed' }, error },
      { seq: 1, set: { status: 'failed' }, error },
    ]);
  });
});
