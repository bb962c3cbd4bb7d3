import { useLiveQuery } from 'dexie-react-hooks';
import type { JobId } from '../../core/ids';
import type { Item } from '../../core/job';
import { pageDatabase } from './page-database';

/** One page of the lines of a job in list order; `page` counts from 0. Undefined until known. */
export function useItemPage(id: JobId, filter: 'all' | 'failed', page: number, size: number): Item[] | undefined {
  return useLiveQuery(() => {
    const from = page * size;
    if (filter === 'failed')
      return pageDatabase.items.where('[jobId+status]').equals([id, 'failed']).offset(from).limit(size).toArray();
    // By place, so that the last page of a long list is as quick as the first.
    return pageDatabase.items
      .where('[jobId+seq]')
      .between([id, from], [id, from + size])
      .toArray();
  }, [id, filter, page, size]);
}
