import Dexie from 'dexie';
import type { StoreId } from '../core/ids';
import type { CodeLog, ReadCodes } from '../pipeline/read-codes';
import type { Database } from './db';

const rowsOf = (db: Database, store: StoreId) =>
  db.vendorCodes.where('[storeId+code+productId]').between([store], [store, Dexie.maxKey]);

/** Vendor codes in IndexedDB. */
export function createCodeLog(db: Database): CodeLog {
  return {
    index: (store) => db.codeIndexes.get(store),

    async write(index, codes) {
      const { storeId, run } = index;
      const rows = codes.map((code) => ({ ...code, storeId, run }));
      await db.transaction('rw', db.vendorCodes, db.codeIndexes, async () => {
        await db.vendorCodes.bulkPut(rows);
        await db.codeIndexes.put(index);
        if (index.finishedAt === null) return;
        await rowsOf(db, storeId)
          .filter((row) => row.run !== run)
          .delete();
      });
    },

    async find(store, codes) {
      const found = new Map<string, string[]>();
      await db.transaction('r', db.vendorCodes, async () => {
        for (const code of new Set(codes)) {
          const range = db.vendorCodes.where('[storeId+code+productId]');
          const keys = await range.between([store, code, Dexie.minKey], [store, code, Dexie.maxKey]).toArray();
          if (keys.length > 0)
            found.set(
              code,
              keys.map(({ productId }) => productId),
            );
        }
      });
      return found;
    },
  };
}

/** Forgets the vendor codes of a store that is gone, or became another one. */
export async function forgetCodes(db: Database, store: StoreId): Promise<void> {
  await db.transaction('rw', db.vendorCodes, db.codeIndexes, async () => {
    await rowsOf(db, store).delete();
    await db.codeIndexes.delete(store);
  });
}

/** Reads the vendor codes of a store on a seller's wish: goes on with a reading that was cut short, or begins anew. */
export function createCodeRefresh({ db, readCodes, now }: { db: Database; readCodes: ReadCodes; now: () => number }) {
  return async ({ id }: { id: StoreId }): Promise<void> => {
    const known = await db.codeIndexes.get(id);
    const since = known?.finishedAt === null ? 0 : now();
    await readCodes(id, { since, signal: new AbortController().signal, connect: (request) => request() });
  };
}
