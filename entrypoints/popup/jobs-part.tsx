import { JobList } from '../../components/job-list';
import { RecentJobs } from '../../components/recent-jobs';
import type { Store } from '../../lib/core/store';
import { jobCommands } from '../../lib/ext/hooks/job-commands';
import { useRecentJobs } from '../../lib/ext/hooks/use-jobs';
import { useWaiting } from '../../lib/ext/hooks/use-waiting';
import { useWake } from '../../lib/ext/hooks/use-wake';

/** Running jobs, and the last others up to `shown` in all. */
export function JobsPart({ stores, shown }: { stores: Store[]; shown: number }) {
  const jobs = useRecentJobs(shown);
  const waiting = useWaiting(jobs);
  useWake(jobs);
  if (!jobs || (jobs.length === 0 && stores.length === 0)) return null;
  const storeNames = new Map(stores.map(({ id, name }) => [id, name]));
  return (
    <RecentJobs empty={jobs.length === 0}>
      <JobList commands={jobCommands} jobs={jobs} newTab storeNames={storeNames} waiting={waiting} />
    </RecentJobs>
  );
}
