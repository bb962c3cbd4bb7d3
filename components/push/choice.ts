import type { ArticleField } from '../../lib/core/article';
import type { StoreId } from '../../lib/core/ids';

/** What stands in the form the push window begins with; no store until one was chosen. */
export type PushChoice = {
  store: StoreId | null;
  field: ArticleField;
  kind: 'one' | 'many' | 'files';
  id: string;
  rows: string;
};
