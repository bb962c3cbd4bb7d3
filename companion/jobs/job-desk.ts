import { storeId } from '../../lib/core/ids';
import { isOpen } from '../../lib/core/job';
import { executionMs, resultCounts, resultItem } from '../../lib/pipeline/job-result';
import { planJob } from '../../lib/pipeline/plan-job';
import { RequestError } from '../errors';
import type { CredentialSeal } from './credential-seal';
import { type JobRows, type KeptJob, newJobId } from './job-rows';
import type { JobRequest, JobState } from './jobs-api';
import type { Refill } from './refill';
import type { TaskRows } from './task-rows';
import { endedLine } from './unreadable-job';

type Deps = {
  jobs: JobRows;
  tasks: TaskRows;
  seal: CredentialSeal;
  refill: Refill;
  now: () => number;
};

/** Jobs of one user that may be open at once: each keeps rows and an Ozon key. */
const mostOpen = 10;

/** What people ask of jobs; everybody sees their own only. */
export function createJobDesk({ jobs, tasks, seal, refill, now }: Deps) {
  const stateOf = ({ job }: KeptJob): JobState => ({
    job_id: job.id,
    status: job.status,
    field: job.field,
    download_images: job.destination === 'cloud',
    created_at: new Date(job.createdAt).toISOString(),
    finished_at: job.finishedAt === null ? null : new Date(job.finishedAt).toISOString(),
    ...resultCounts(job),
    error: job.unlisted?.code ?? null,
    execution_time_ms: executionMs(job, now()),
  });

  async function ownJob(userId: string, id: string): Promise<KeptJob> {
    const kept = await jobs.read(id);
    if (kept?.userId === userId) return kept;
    throw new RequestError(404, 'job.not_found', 'id: you have no such job');
  }

  return {
    async start(userId: string, request: JobRequest): Promise<JobState> {
      const { credential, articles = [], field, download_images, from_scratch, whole_store } = request;
      const at = now();
      const id = newJobId(at);
      const plan = planJob(
        id,
        {
          // The one store of this job.
          storeId: storeId.parse(id),
          ...{ field, destination: download_images ? 'cloud' : 'links', fromScratch: from_scratch },
          articles: [...new Set(articles)],
          wholeStore: whole_store,
        },
        at,
      );
      const sealed = await seal.seal(id, { clientId: String(credential.client_id), apiKey: credential.api_key });
      const details = { userId, credential: sealed, mostOpen };
      if (!(await jobs.create(plan, details))) {
        const sentence = `At most ${mostOpen} jobs at once; wait for one to end, or cancel one.`;
        throw new RequestError(429, 'companion.rate_limited', sentence, { 'Retry-After': '60' });
      }
      await refill(id);
      return stateOf({ job: plan.job, userId, credential: null, version: 0 });
    },

    state: async (userId: string, id: string): Promise<JobState> => stateOf(await ownJob(userId, id)),

    async list(userId: string, page: { before?: string | undefined; limit: number }) {
      const kept = await jobs.list(userId, { ...page, limit: page.limit + 1 });
      const shown = kept.slice(0, page.limit);
      return { jobs: shown.map(stateOf), next: kept.length > page.limit ? (shown.at(-1)?.job.id ?? null) : null };
    },

    async items(userId: string, id: string, { from, limit }: { from: number; limit: number }) {
      const { job } = await ownJob(userId, id);
      const lines = await jobs.lines(job.id, from, from + limit);
      const urls = await tasks.urlsOf(job.id, from, from + limit);
      const items = lines.map((line) => resultItem(job, endedLine(job, line), urls.get(line.seq) ?? []));
      const next = from + limit;
      return { items, next: next < job.totalArticles || (isOpen(job.status) && job.wholeStore) ? next : null };
    },

    async cancel(userId: string, id: string): Promise<JobState> {
      await ownJob(userId, id);
      await jobs.cancel(id, now());
      return stateOf(await ownJob(userId, id));
    },
  };
}

export type JobDesk = ReturnType<typeof createJobDesk>;
