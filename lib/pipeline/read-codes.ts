import { AppError } from '../core/app-error';
import type { StoreId } from '../core/ids';
import type { CodeIndex, VendorCode } from '../core/vendor-code';
import type { OzonApi } from '../ozon/api';
import type { Credential } from '../ozon/credential';
import { type CodePage, firstPlace, placeAfter } from '../ozon/list-api';
import type { HandlerContext, Lock } from '../queue/ports';

/** Vendor codes on disk. */
export interface CodeLog {
  index(store: StoreId): Promise<CodeIndex | undefined>;
  /** Writes a page and how far the reading is, at once; with the last page codes of earlier readings go. */
  write(index: CodeIndex, codes: VendorCode[]): Promise<void>;
  /** Product ids by code, in order; codes no product has are absent. */
  find(store: StoreId, codes: string[]): Promise<Map<string, string[]>>;
}

type Deps = {
  ozon: OzonApi;
  credentialOf: (store: StoreId) => Promise<Credential>;
  log: CodeLog;
  lock: Lock;
  now: () => number;
};

/** `since`: a reading that began before that instant (ms since 1970) does not do. */
type Wish = Pick<HandlerContext, 'signal' | 'connect'> & { since: number };

export type ReadCodes = ReturnType<typeof createReadCodes>;

/**
 * Reads the vendor codes of all products of a store, page by page. A reading that was cut short goes on where it stood;
 * one at a time for each store.
 */
export function createReadCodes({ ozon, credentialOf, log, lock, now }: Deps) {
  async function begun(store: StoreId, since: number): Promise<CodeIndex> {
    const known = await log.index(store);
    return known && known.run >= since ? known : newIndex(store, now());
  }

  async function pageOf(index: CodeIndex, { signal, connect }: Wish): Promise<CodePage | undefined> {
    const credential = await credentialOf(index.storeId);
    return connect(() => ozon.codePage(credential, index, signal)).catch((thrown: unknown) => {
      // A place kept for days may be one Ozon no longer knows.
      if (index.lastId !== '' && isRefusedPlace(thrown)) return undefined;
      throw thrown;
    });
  }

  return (store: StoreId, wish: Wish): Promise<void> =>
    lock.hold(`codes/${store}`, async () => {
      for (let index = await begun(store, wish.since); index.finishedAt === null; ) {
        const page = await pageOf(index, wish);
        index = page ? advanced(index, page, now()) : newIndex(store, now());
        await log.write(index, page?.codes ?? []);
      }
    });
}

const isRefusedPlace = (thrown: unknown) =>
  thrown instanceof AppError && thrown.code === 'ozon.refused' && thrown.params.status === 400;

const newIndex = (storeId: StoreId, run: number): CodeIndex => ({
  ...{ storeId, run, ...firstPlace },
  ...{ read: 0, total: null, finishedAt: null },
});

function advanced(index: CodeIndex, page: CodePage, now: number): CodeIndex {
  const next = placeAfter(index, page);
  return {
    ...index,
    ...next,
    read: index.read + page.count,
    // Archived products are counted apart.
    total: index.lastId === '' ? (index.total ?? 0) + page.total : index.total,
    finishedAt: next ? null : now,
  };
}
