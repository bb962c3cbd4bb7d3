import type { listField } from '../lib/core/article';
import type { StoreId } from '../lib/core/ids';
import type { DownloadDestination } from '../lib/core/job';

type Choice = { field: (typeof listField.options)[number]; destination: DownloadDestination };

/** What the bulk form holds; a store that is gone, or null, means the default one. */
export type BulkChoice = Choice & { storeId: StoreId | null; text: string };

/** What is started. */
export type BulkRequest = Choice & { storeId: StoreId; articles: string[] };
