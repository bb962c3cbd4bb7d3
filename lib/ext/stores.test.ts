import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Fetch } from '../net/request';
import { settingsItem } from './storage-items';
import { createCredentials } from './stores';
import { createDesk, storeIdOf } from './testing/desk';

const form = { name: 'Shop', clientId: '1', apiKey: '12345678' };
const nothing = async () => ({ output: null, changes: [], spawn: [] });

/** What the product calls of the Seller API. */
const methods = [
  '/v3/product/info/list',
  '/v3/product/list',
  '/v4/product/info/attributes',
  '/v2/product/pictures/import',
  '/v1/product/import/info',
  '/v2/product/pictures/info',
];

/** A key that may do everything, unless told otherwise. */
const ozon =
  (
    roles: object = {
      expires_at: '2027-01-01T00:00:00Z',
      roles: [{ name: 'Admin', methods }],
    },
  ): Fetch =>
  async (url) => {
    if (url.endsWith('/v1/roles')) return Response.json(roles);
    if (url.endsWith('/v1/seller/info')) return Response.json({ company: { name: 'Company' } });
    return Response.json({ items: [] });
  };
const wrongKey: Fetch = async () =>
  Response.json({ code: 5, message: 'Invalid Api-Key, please check the key and try again' }, { status: 404 });

const deskOn = (fetch: Fetch = ozon()) => createDesk(fetch, nothing, () => 5000);

beforeEach(() => {
  fakeBrowser.reset();
});

describe('save', () => {
  it('keeps the key sealed and shows its last four characters', async () => {
    const { db, secrets, stores } = deskOn();
    const { id } = await stores.save(form);
    expect(await db.stores.toArray()).toEqual([
      { id, name: 'Shop', clientId: '1', keyHint: '5678', createdAt: 5000, check: null, checkError: null },
    ]);
    expect(await secrets.open(`store/${id}`)).toBe('12345678');
  });

  it('refuses a name that is taken, and lets a store keep its own', async () => {
    const { db, stores } = deskOn();
    const { id } = await stores.save(form);
    await expect(stores.save({ ...form, clientId: '2' })).rejects.toMatchObject({
      code: 'input.name_taken',
      params: { field: 'name' },
    });
    expect(await db.stores.count()).toBe(1);
    expect(await db.secrets.count()).toBe(1);
    await stores.save({ ...form, id, apiKey: '' });
    expect(await db.stores.get(id)).toMatchObject({ name: 'Shop', keyHint: '5678' });
  });

  it.each([
    ['a new name', true, { name: 'Other', apiKey: '' }],
    ['a new key', false, { apiKey: '87654321' }],
    ['a new Client-Id', false, { clientId: '2', apiKey: '' }],
  ])('with %s keeps the last check: %s', async (_, stays, changes) => {
    const { db, stores } = deskOn();
    const { id } = await stores.save(form);
    await stores.check({ id });
    await stores.save({ ...form, id, ...changes });
    expect((await db.stores.get(id))?.check !== null).toBe(stays);
  });

  it('keeps the way to Ozon, and what was found out on another way no longer', async () => {
    const { db, secrets, stores } = deskOn();
    const { id } = await stores.save(form);
    const credentialOf = createCredentials(db, secrets);
    expect(await credentialOf(id)).toEqual({ clientId: '1', apiKey: '12345678' });
    await stores.check({ id });
    await stores.save({ ...form, id, apiKey: '', throughCompanion: true });
    expect(await credentialOf(id)).toEqual({ clientId: '1', apiKey: '12345678', throughCompanion: true });
    expect(await db.stores.get(id)).toMatchObject({ throughCompanion: true, check: null });
    await stores.save({ ...form, id, apiKey: '' });
    expect(await credentialOf(id)).toEqual({ clientId: '1', apiKey: '12345678' });
  });

  it('uses the new key from then on', async () => {
    const { secrets, stores } = deskOn();
    const { id } = await stores.save(form);
    await stores.save({ ...form, id, apiKey: '87654321' });
    expect(await secrets.open(`store/${id}`)).toBe('87654321');
  });

  it('makes the first store the default one', async () => {
    const { stores } = deskOn();
    const first = await stores.save(form);
    await stores.save({ ...form, name: 'Other' });
    expect(await settingsItem.getValue()).toMatchObject({ defaultStoreId: first.id });
  });

  it('refuses to change a store that is gone', async () => {
    const { db, stores } = deskOn();
    await expect(stores.save({ ...form, id: storeIdOf('gone') })).rejects.toMatchObject({ code: 'store.not_found' });
    expect(await db.secrets.count()).toBe(0);
  });
});

describe('check', () => {
  it('keeps the company, the expiry and what the key may not do', async () => {
    const { db, stores } = deskOn();
    const { id } = await stores.save(form);
    const check = { checkedAt: 5000, company: 'Company', expiresAt: Date.UTC(2027, 0, 1), missingMethods: [] };
    expect(await stores.check({ id })).toEqual(check);
    expect(await db.stores.get(id)).toMatchObject({ check, checkError: null });
  });

  it('names missing methods, and takes an unreadable expiry for none', async () => {
    const { stores } = deskOn(ozon({ expires_at: 'soon', roles: [{ name: 'Posting FBS', methods: ['/v1/other'] }] }));
    const { id } = await stores.save(form);
    expect(await stores.check({ id })).toMatchObject({ expiresAt: null, missingMethods: methods });
  });

  it('keeps the reason of a refusal', async () => {
    const { db, stores } = deskOn(wrongKey);
    const { id } = await stores.save(form);
    await expect(stores.check({ id })).rejects.toMatchObject({ code: 'ozon.key_unknown' });
    expect(await db.stores.get(id)).toMatchObject({ checkError: { code: 'ozon.key_unknown' } });
  });
});

describe('delete', () => {
  it('takes the key and the jobs of that store, and of no other', async () => {
    const { db, jobs, queue, secrets, stores } = deskOn();
    const [gone, kept] = [await stores.save(form), await stores.save({ ...form, name: 'Other' })];
    const request = { field: 'offer_id', destination: 'links' } as const;
    await jobs.create({ ...request, articles: ['a'], storeId: gone.id });
    const other = await jobs.create({ ...request, articles: ['a'], storeId: kept.id });
    await queue.pump();
    await stores.delete({ id: gone.id });
    expect((await db.stores.toArray()).map(({ id }) => id)).toEqual([kept.id]);
    expect((await db.jobs.toArray()).map(({ id }) => id)).toEqual([other.id]);
    expect((await db.items.toArray()).map(({ jobId }) => jobId)).toEqual([other.id]);
    await expect(secrets.open(`store/${gone.id}`)).rejects.toMatchObject({ code: 'vault.missing' });
    expect(await secrets.open(`store/${kept.id}`)).toBe('12345678');
  });

  it('leaves the default alone when another store goes', async () => {
    const { stores } = deskOn();
    await stores.save(form);
    const [chosen, gone] = [await stores.save({ ...form, name: 'B' }), await stores.save({ ...form, name: 'C' })];
    await settingsItem.setValue({ ...(await settingsItem.getValue()), defaultStoreId: chosen.id });
    await stores.delete({ id: gone.id });
    expect(await settingsItem.getValue()).toMatchObject({ defaultStoreId: chosen.id });
  });

  it('passes the default on to the oldest store left, then to none', async () => {
    const { stores } = deskOn();
    const [first, second] = [await stores.save(form), await stores.save({ ...form, name: 'Other' })];
    await stores.delete({ id: first.id });
    expect(await settingsItem.getValue()).toMatchObject({ defaultStoreId: second.id });
    await stores.delete({ id: second.id });
    expect(await settingsItem.getValue()).toMatchObject({ defaultStoreId: null });
  });
});
