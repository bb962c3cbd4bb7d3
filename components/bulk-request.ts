import type { StoreId } from '../lib/core/ids';
import type { Job } from '../lib/core/job';

/** What the bulk form holds; a store that is gone, or null, means the default one. */
export type BulkChoice = Pick<Job, 'field' | 'destination'> & { storeId: StoreId | null; text: string };

/** What is started. */
export type BulkRequest = Pick<Job, 'storeId' | 'field' | 'destination'> & { articles: string[] };
