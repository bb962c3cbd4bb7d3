import { useLiveQuery } from 'dexie-react-hooks';
import type { StoreId } from '../../core/ids';
import type { CodeIndex } from '../../core/vendor-code';
import { pageDatabase } from './page-database';

/** How far the vendor codes of a store were read, live; undefined until known, null when they never were. */
export function useVendorCodes(store: StoreId): CodeIndex | null | undefined {
  return useLiveQuery(async () => (await pageDatabase.codeIndexes.get(store)) ?? null, [store]);
}
