import type { JobId } from '../../lib/core/ids';
import type { Clock, Outcome } from '../../lib/queue/ports';
import { createSettler } from '../../lib/queue/settler';
import type { Send } from './job-messages';
import type { Refill } from './refill';
import type { SettleJob } from './settle-job';

type Deps = { settle: SettleJob; send: Send; refill: Refill; clock: Clock };
type Settler = ReturnType<typeof createSettler>;

const isParent = (outcome: Outcome) =>
  outcome.type === 'done' && (outcome.spawn.length > 0 || outcome.append !== undefined);

/**
 * Writes outcomes in groups, each of one job, so that one job's trouble is not another's; an outcome that makes new
 * tasks goes alone, as their parent. Resolves once it is written and what it spawned is sent, as far as there is room.
 */
export function createGroupSettler({ settle, send, refill, clock }: Deps): Settler {
  const byJob = new Map<JobId, Settler>();

  const apply = async (job: JobId, outcomes: Outcome[]) => {
    if (outcomes.length > 0) await send(await settle(job, outcomes));
  };

  const settlerOf = (job: JobId): Settler => {
    const known = byJob.get(job);
    if (known) return known;
    const write = async (outcomes: Outcome[]) => {
      const plain = outcomes.filter((outcome) => !isParent(outcome));
      await apply(job, plain);
      for (const parent of outcomes.filter(isParent)) {
        await apply(job, [parent]);
        await refill(job);
      }
    };
    const settler = createSettler({ settle: write }, clock);
    byJob.set(job, settler);
    return settler;
  };

  return (outcome, last) => settlerOf(outcome.task.jobId)(outcome, last);
}
