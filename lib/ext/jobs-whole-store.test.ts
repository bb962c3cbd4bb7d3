import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { JobId } from '../core/ids';
import { createDesk } from './testing/desk';
import { copied, endOf } from './testing/shop-desk';
import { createWholeShop } from './testing/whole-shop';

beforeEach(() => {
  fakeBrowser.reset();
});

const many = (count: number, changes: { archived?: boolean; from?: number } = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: 100 + (changes.from ?? 0) + n,
    offer: `a-${(changes.from ?? 0) + n}`,
    archived: changes.archived ?? false,
  }));
const listCalls = (calls: string[]) => calls.filter((call) => call.startsWith('list '));

async function open(shop: ReturnType<typeof createWholeShop>) {
  const desk = createDesk(shop.fetch, async (task) => copied(task));
  const { id: storeId } = await desk.stores.save({ name: 'Shop', clientId: '1', apiKey: '12345678' });
  const articles: string[] = [];
  const request = { storeId, field: 'offer_id', destination: 'cloud', articles, wholeStore: true } as const;
  const items = (id: JobId) => desk.db.items.where('[jobId+seq]').between([id, 0], [id, 999]).toArray();
  return { ...desk, storeId, items, start: async () => (await desk.jobs.create(request)).id };
}

describe('a whole store', () => {
  it('takes every product, archived ones last, each once', async () => {
    const shop = createWholeShop([...many(5), ...many(3, { archived: true, from: 5 })], { pageSize: 3 });
    const desk = await open(shop);
    const id = await desk.start();
    await endOf(desk.queue.pump());
    expect(await desk.db.jobs.get(id)).toMatchObject({
      ...{ status: 'completed', wholeStore: true, totalArticles: 8, processed: 8, successImages: 8, openTasks: 0 },
    });
    const items = await desk.items(id);
    expect(items.map(({ seq, article, offerId }) => [seq, article, offerId])).toEqual(
      Array.from({ length: 8 }, (_, n) => [n, `a-${n}`, `a-${n}`]),
    );
    expect(listCalls(shop.calls)).toEqual([
      ...['list ALL ', 'list ALL 3', 'list ALL 5'],
      ...['list ARCHIVED ', 'list ARCHIVED 3'],
    ]);
  });

  it('lists a product once though the list moves while it is read', async () => {
    const shop = createWholeShop(many(6));
    shop.before = (call) => {
      // A new product at the top moves every page by one, and one goes to the archive.
      if (call === 'list ALL 2') shop.products = [{ id: 99, offer: 'new' }, ...shop.products];
      if (call === 'list ARCHIVED ') shop.products = shop.products.map((one) => ({ ...one, archived: one.id === 100 }));
      return undefined;
    };
    const desk = await open(shop);
    const id = await desk.start();
    await endOf(desk.queue.pump());
    const ids = (await desk.items(id)).map(({ productId }) => productId);
    expect(ids).toEqual(['100', '101', '102', '103', '104', '105']);
  });

  it('loses and doubles nothing when the worker dies while a page is written', async () => {
    const shop = createWholeShop(many(5));
    let begin = () => {};
    const begun = new Promise<undefined>((resolve) => {
      begin = () => resolve(undefined);
    });
    shop.before = () => begun;
    const desk = await open(shop);
    let writes = 0;
    desk.db.items.hook('creating', () => {
      writes += 1;
      if (writes === 2 || writes === 5) throw new Error('the worker is gone');
    });
    const id = await desk.start();
    const run = desk.queue.pump();
    begin();
    await expect(endOf(run)).rejects.toThrow('the worker is gone');
    expect(await desk.items(id)).toEqual([]);
    await expect(endOf(desk.queue.pump())).rejects.toThrow('the worker is gone');
    expect(await desk.items(id)).toHaveLength(2);
    await endOf(desk.queue.pump());
    expect((await desk.items(id)).map(({ seq, article }) => `${seq} ${article}`)).toEqual(
      Array.from({ length: 5 }, (_, n) => `${n} a-${n}`),
    );
    expect(await desk.db.jobs.get(id)).toMatchObject({ status: 'completed', totalArticles: 5, openTasks: 0 });
  });

  it('of an empty store is done at once', async () => {
    const desk = await open(createWholeShop([]));
    const id = await desk.start();
    await endOf(desk.queue.pump());
    expect(await desk.db.jobs.get(id)).toMatchObject({ status: 'completed', totalArticles: 0, openTasks: 0 });
  });

  it('keeps what was listed when Ozon refuses a page, says why, and lists the rest on retry', async () => {
    const shop = createWholeShop(many(4));
    shop.before = (call) =>
      call === 'list ALL 2'
        ? Response.json({ code: 7, message: 'Api-Key is missing a required role' }, { status: 403 })
        : undefined;
    const desk = await open(shop);
    const id = await desk.start();
    await endOf(desk.queue.pump());
    expect(await desk.db.jobs.get(id)).toMatchObject({
      ...{ status: 'partial', totalArticles: 2, failedArticles: 0, successImages: 2, openTasks: 0 },
      unlisted: { code: 'ozon.key_missing_role' },
    });
    shop.before = () => undefined;
    await desk.jobs.retry(id);
    await endOf(desk.queue.pump());
    const job = await desk.db.jobs.get(id);
    expect(job).toMatchObject({ status: 'completed', totalArticles: 4, processed: 4, successImages: 4, openTasks: 0 });
    expect(job?.unlisted).toBeUndefined();
    expect((await desk.items(id)).map(({ article }) => article)).toEqual(['a-0', 'a-1', 'a-2', 'a-3']);
  });

  it('fails when not one product could be listed', async () => {
    const shop = createWholeShop(many(4));
    shop.before = () => Response.json({ code: 5, message: 'Invalid Api-Key, please check' }, { status: 404 });
    const desk = await open(shop);
    const id = await desk.start();
    await endOf(desk.queue.pump());
    expect(await desk.db.jobs.get(id)).toMatchObject({ status: 'failed', unlisted: { code: 'ozon.key_unknown' } });
  });

  it('is taken anew by "run again"', async () => {
    const shop = createWholeShop(many(2));
    const desk = await open(shop);
    const first = await desk.start();
    await endOf(desk.queue.pump());
    shop.products = many(3);
    const { id } = await desk.jobs.again(first);
    await endOf(desk.queue.pump());
    expect(await desk.db.jobs.get(id)).toMatchObject({ totalArticles: 3, successImages: 3, status: 'completed' });
  });

  it('is counted, the archive apart', async () => {
    const desk = await open(createWholeShop([...many(5), ...many(3, { archived: true, from: 5 })]));
    expect(await desk.stores.size({ id: desk.storeId })).toEqual({ active: 5, archived: 3 });
  });
});

describe('vendor codes', () => {
  const coded = [
    { id: 1, offer: 'red', code: 'MUG' },
    { id: 2, offer: 'blue', code: 'MUG' },
    { id: 3, offer: 'plate', code: 'PLATE' },
    { id: 4, offer: 'old', code: 'MUG', archived: true },
    { id: 5, offer: 'plain' },
  ];
  const codeCalls = (calls: string[]) =>
    calls.filter((call) => call.startsWith('info ') || call.startsWith('product '));

  async function openCoded(products = coded) {
    const shop = createWholeShop(products);
    const desk = await open(shop);
    const request = { storeId: desk.storeId, field: 'vendor_code', destination: 'cloud' } as const;
    const run = async (articles: string[]) => {
      const { id } = await desk.jobs.create({ ...request, articles });
      await endOf(desk.queue.pump());
      const lines = (await desk.items(id)).map(({ article, offerId, status }) => [article, offerId, status]);
      return { id, lines, job: await desk.db.jobs.get(id) };
    };
    return { ...desk, shop, run };
  }

  it('find every product that has one; further products of a code stand at the end', async () => {
    const { run } = await openCoded();
    const { lines, job } = await run(['MUG', 'mug', 'PLATE']);
    expect(lines).toEqual([
      ['MUG', 'red', 'success'],
      ['mug', null, 'failed'],
      ['PLATE', 'plate', 'success'],
      ['MUG', 'blue', 'success'],
      ['MUG', 'old', 'success'],
    ]);
    expect(job).toMatchObject({ status: 'partial', totalArticles: 5, processed: 5, failedArticles: 1, openTasks: 0 });
  });

  it('are read once and kept', async () => {
    const { run, shop } = await openCoded();
    await run(['MUG']);
    const before = codeCalls(shop.calls).length;
    expect((await run(['PLATE'])).lines).toEqual([['PLATE', 'plate', 'success']]);
    expect(before).toBeGreaterThan(0);
    expect(codeCalls(shop.calls)).toHaveLength(before);
  });

  it('go with a store, or with its account', async () => {
    const desk = await openCoded();
    await desk.run(['MUG']);
    const changed = { id: desk.storeId, name: 'Shop', apiKey: '' };
    await desk.stores.save({ ...changed, clientId: '1' });
    expect(await desk.db.vendorCodes.count()).toBe(4);
    await desk.stores.save({ ...changed, clientId: '2' });
    expect([await desk.db.vendorCodes.count(), await desk.db.codeIndexes.count()]).toEqual([0, 0]);
  });

  it('leave nothing behind of a product that lost its code', async () => {
    const desk = await openCoded();
    await desk.run(['MUG']);
    desk.shop.products = coded.map((product) => (product.id === 1 ? { ...product, code: 'CUP' } : product));
    await desk.db.codeIndexes.toCollection().modify({ run: 1, finishedAt: 2 });
    await desk.db.vendorCodes.toCollection().modify({ run: 1 });
    expect((await desk.run(['CUP', 'MUG'])).lines).toEqual([
      ['CUP', 'red', 'success'],
      ['MUG', 'blue', 'success'],
      ['MUG', 'old', 'success'],
    ]);
  });

  it('are looked for again only where they were not found', async () => {
    const desk = await openCoded();
    const { id } = await desk.run(['MUG', 'NEW']);
    desk.shop.products = [...coded, { id: 6, offer: 'new', code: 'NEW' }, { id: 7, offer: 'newer', code: 'NEW' }];
    await desk.db.codeIndexes.toCollection().modify({ run: 1, finishedAt: 2 });
    await desk.jobs.retry(id);
    await endOf(desk.queue.pump());
    const lines = (await desk.items(id)).map(({ article, offerId, status }) => [article, offerId, status]);
    expect(lines).toEqual([
      ['MUG', 'red', 'success'],
      ['NEW', 'new', 'success'],
      ['MUG', 'blue', 'success'],
      ['MUG', 'old', 'success'],
      ['NEW', 'newer', 'success'],
    ]);
    expect(await desk.db.jobs.get(id)).toMatchObject({ status: 'completed', totalArticles: 5, openTasks: 0 });
  });
});
