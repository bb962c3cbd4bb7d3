import type { Log } from '../log';
import { messagesAtOnce, type Send } from './job-messages';
import { type JobRows, secondsOf } from './job-rows';
import type { Refill } from './refill';
import type { TaskRows } from './task-rows';

type Deps = {
  jobs: JobRows;
  tasks: TaskRows;
  send: Send;
  refill: Refill;
  log: Log;
  now: () => number;
  resendSeconds: number;
};

const day = 86_400;
/** A job nobody could finish keeps an Ozon key with it: it ends after this. */
const longestJobS = 7 * day;
/** Lists and results of jobs that have ended; the pictures stay. */
const keptS = 30 * day;
/** Messages of one turn: a call of the queue and one of the database for each hundred. */
const most = 2000;
/** Jobs of one turn that are looked at for room: a call of the database for each. */
const mostRefills = 200;

/**
 * What is to be done every minute: tasks whose messages are missing are sent again, and those for which there is room now
 * sent; jobs nobody can read are ended, those that never end cancelled, old ones forgotten.
 */
export async function tend({ jobs, tasks, send, refill, log, now, resendSeconds }: Deps): Promise<void> {
  const instant = secondsOf(now());
  await tasks.dropEnded(instant, most);
  const due = await tasks.due(instant, most);
  // Marked as they are sent: a turn that fails in its middle is not repeated from its beginning.
  for (let from = 0; from < due.length; from += messagesAtOnce) {
    const part = due.slice(from, from + messagesAtOnce);
    await send(part);
    await tasks.sendAgainAt(part, instant + resendSeconds);
  }
  for (const id of await tasks.heldJobs(mostRefills)) await refill(id);
  const unreadable = await jobs.endUnreadable(now());
  if (unreadable > 0) log.error('job.ended_unreadable', { count: unreadable });
  for (const id of await jobs.openBefore(instant - longestJobS)) await jobs.cancel(id, now());
  await jobs.forgetOne(instant - keptS);
}
