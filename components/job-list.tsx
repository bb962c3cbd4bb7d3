import type { JobId, StoreId } from '../lib/core/ids';
import type { Job } from '../lib/core/job';
import { JobCard, type Waiting } from './job-card';
import type { JobCommands } from './job-commands';

type Props = {
  jobs: Job[];
  storeNames: ReadonlyMap<StoreId, string>;
  waiting: ReadonlyMap<JobId, Waiting>;
  commands: JobCommands;
  newTab?: boolean;
};

/** Job cards one under the other, each with a way to its details. */
export function JobList({ jobs, storeNames, waiting, commands, newTab }: Props) {
  return (
    <ul className="flex flex-col gap-3">
      {jobs.map((job) => (
        <li key={job.id}>
          <JobCard
            commands={commands}
            href={`/jobs.html#/${job.id}`}
            job={job}
            newTab={newTab}
            storeName={storeNames.get(job.storeId)}
            waiting={waiting.get(job.id)}
          />
        </li>
      ))}
    </ul>
  );
}
