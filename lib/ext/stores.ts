import { AppError, errorShapeOf } from '../core/app-error';
import type { StoreForm } from '../core/forms';
import { type StoreId, storeId } from '../core/ids';
import type { Store, StoreCheck, StoreSize } from '../core/store';
import type { Visibility } from '../core/vendor-code';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import type { Database } from './db';
import type { Jobs } from './jobs';
import type { Secrets } from './secrets';
import { settingsItem } from './storage-items';
import { forgetCodes } from './vendor-codes';

/** Methods the product calls; a key that may not call them is useless to it. */
const neededMethods = [
  '/v3/product/info/list',
  '/v3/product/list',
  '/v4/product/info/attributes',
  '/v2/product/pictures/import',
  '/v1/product/import/info',
  '/v2/product/pictures/info',
];

type Deps = { db: Database; secrets: Secrets; ozon: OzonApi; jobs: Jobs; now: () => number };

const secretName = (id: StoreId) => `store/${id}`;

/** The credential of a store, in clear, for the length of a call. */
export function createCredentials(db: Database, secrets: Secrets) {
  return async (id: StoreId): Promise<Credential> => {
    const store = await db.stores.get(id);
    if (!store) throw new AppError('store.not_found');
    const { clientId, throughCompanion } = store;
    return { clientId, apiKey: await secrets.open(secretName(id)), throughCompanion };
  };
}

/** Commands on stores (Ozon credentials). */
export function createStores({ db, secrets, ozon, jobs, now }: Deps) {
  const credentialOf = createCredentials(db, secrets);

  return {
    /** Adds or changes a store. A changed key, Client-Id or way takes the result of the last check with it. */
    async save({ id, name, clientId, apiKey, throughCompanion = false }: StoreForm): Promise<{ id: StoreId }> {
      const before = id === undefined ? undefined : await db.stores.get(id);
      if (id !== undefined && !before) throw new AppError('store.not_found');
      if (before && before.clientId !== clientId && (await jobs.isPushing(before.id))) throw new AppError('push.busy');
      const namesake = await db.stores.filter((row) => row.name === name && row.id !== id).first();
      if (namesake) throw new AppError('input.name_taken', { params: { field: 'name' } });
      const row = id ?? storeId.parse(crypto.randomUUID());
      // The secret goes first: a row without one would look ready and is not.
      if (apiKey !== '') await secrets.put(secretName(row), apiKey);
      const sameWay = (before?.throughCompanion ?? false) === throughCompanion;
      const unchanged = before !== undefined && apiKey === '' && before.clientId === clientId && sameWay;
      const store: Store = {
        id: row,
        name,
        clientId,
        keyHint: apiKey === '' ? (before?.keyHint ?? '') : apiKey.slice(-4),
        createdAt: before?.createdAt ?? now(),
        ...(throughCompanion && { throughCompanion }),
        check: unchanged ? before.check : null,
        checkError: unchanged ? before.checkError : null,
      };
      await db.stores.put(store);
      // Another account has other products.
      if (before && before.clientId !== clientId) await forgetCodes(db, row);
      const settings = await settingsItem.getValue();
      if (settings.defaultStoreId === null) await settingsItem.setValue({ ...settings, defaultStoreId: row });
      return { id: row };
    },

    /** Asks Ozon whose key it is and what it may do (product.md A2); the answer is kept in the row. */
    async check({ id }: { id: StoreId }): Promise<StoreCheck> {
      const credential = await credentialOf(id);
      const { signal } = new AbortController();
      const { keyHint } = (await db.stores.get(id)) ?? {};
      // The key may have been replaced meanwhile, and what was found out is about the old one.
      const keepCheck = (clientId: string, found: Partial<Store>) =>
        db.stores
          .where({ id })
          .and((store) => store.clientId === clientId && store.keyHint === keyHint)
          .modify(found);
      try {
        const { expiresAt, methods } = await ozon.roles(credential, signal);
        const company = await ozon.companyName(credential, signal);
        const expiry = expiresAt === null ? Number.NaN : Date.parse(expiresAt);
        const check: StoreCheck = {
          checkedAt: now(),
          company,
          expiresAt: Number.isNaN(expiry) ? null : expiry,
          missingMethods: neededMethods.filter((method) => !methods.includes(method)),
        };
        await keepCheck(credential.clientId, { check, checkError: null });
        return check;
      } catch (thrown) {
        await keepCheck(credential.clientId, { checkError: errorShapeOf(thrown) });
        throw thrown;
      }
    },

    /** How many products Ozon has for a store. */
    async size({ id }: { id: StoreId }): Promise<StoreSize> {
      const credential = await credentialOf(id);
      const { signal } = new AbortController();
      const count = async (visibility: Visibility) =>
        (await ozon.productPage(credential, { visibility, lastId: '' }, signal, 1)).total;
      return { active: await count('ALL'), archived: await count('ARCHIVED') };
    },

    /** Deletes a store with its jobs and its key; files in storage stay (product.md A4). */
    async delete({ id }: { id: StoreId }) {
      await jobs.deleteOfStore(id);
      await db.stores.delete(id);
      await forgetCodes(db, id);
      await secrets.delete(secretName(id));
      const settings = await settingsItem.getValue();
      if (settings.defaultStoreId !== id) return;
      const next = await db.stores.orderBy('createdAt').first();
      await settingsItem.setValue({ ...settings, defaultStoreId: next?.id ?? null });
    },
  };
}
