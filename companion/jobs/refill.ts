import { sql } from 'drizzle-orm';
import type { BatchDatabase } from '../database/database';
import type { Log } from '../log';
import { held, picturesAtOnce } from './held';
import type { Send } from './job-messages';
import { secondsOf } from './job-rows';
import type { TaskRows } from './task-rows';

/**
 * A job may have this many messages in the queue before more of it is let in: what comes later waits behind those of each
 * job and not behind whole catalogues. Enough for five batches of 50, with their next ones.
 */
const inQueue = 300;
/** What was let in, and not sent because its consumer died, is sent after this, s. */
const firstSendS = 60;
/** Tasks that wait for longer than this are no longer in anybody's way, s. */
const longWaitS = 60;

type Deps = {
  database: BatchDatabase;
  tasks: Pick<TaskRows, 'sendAgainAt'>;
  send: Send;
  log: Log;
  now: () => number;
  resendSeconds: number;
};

/**
 * Lets held tasks of a job into the queue as far as there is room for what they make. Only one of several at the same
 * time takes a task. What fails is made good by the minute's look.
 */
export function createRefill({ database, tasks, send, log, now, resendSeconds }: Deps) {
  function letIn(job: string): Promise<{ id: string }[]> {
    const instant = secondsOf(now());
    const taken = sql`select coalesce(sum(case kind when 'copy-image' then 1 else ${picturesAtOnce} end), 0)
      from server_tasks where job_id = ${job} and send_at <= ${instant + resendSeconds + longWaitS}`;
    // Below 0 would be no limit, and drivers bind numbers as they like. Ids begin with the kind: pictures to enqueue come
    // before the next pages of a store.
    const room = sql`cast(max(0, (${inQueue + picturesAtOnce - 1} - (${taken})) / ${picturesAtOnce}) as integer)`;
    return database.all(sql`update server_tasks set send_at = ${instant + Math.min(firstSendS, resendSeconds)} where id in (
      select id from server_tasks where send_at = ${held} and job_id = ${job} order by id limit ${room}) returning id`);
  }

  return async (job: string): Promise<void> => {
    try {
      const ids = (await letIn(job)).map(({ id }) => id);
      if (ids.length === 0) return;
      await send(ids);
      await tasks.sendAgainAt(ids, secondsOf(now()) + resendSeconds);
    } catch (thrown) {
      log.error('job.not_sent', { kind: thrown instanceof Error ? thrown.name : 'unknown' });
    }
  };
}

export type Refill = ReturnType<typeof createRefill>;
