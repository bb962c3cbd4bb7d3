import { useLiveQuery } from 'dexie-react-hooks';
import type { StoreId } from '../../core/ids';
import { pageDatabase } from './page-database';

/** All stores, oldest first; undefined until the database has answered. */
export const useStores = () => useLiveQuery(() => pageDatabase.stores.orderBy('createdAt').toArray());

/** Jobs that belong to a store. */
export const countJobsOf = (id: StoreId): Promise<number> => pageDatabase.jobs.where({ storeId: id }).count();
