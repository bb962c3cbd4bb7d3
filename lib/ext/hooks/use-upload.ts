import { useLiveQuery } from 'dexie-react-hooks';
import type { JobId } from '../../core/ids';
import { isOpen, type Job } from '../../core/job';
import type { PushRow } from '../../core/push-list';
import { readUpload } from '../read-upload';
import { pageDatabase } from './page-database';

/** An upload and, once it has ended, the products that are complete; null when there is none, undefined until known. */
export function useUpload(id: JobId): { job: Job; rows: PushRow[] } | null | undefined {
  return useLiveQuery(async () => {
    const job = await pageDatabase.jobs.get(id);
    if (job?.destination !== 'upload') return null;
    return { job, rows: isOpen(job.status) ? [] : await readUpload(pageDatabase, job) };
  }, [id]);
}
