import { isOpen } from '../../lib/core/job';
import type { Task } from '../../lib/core/task';
import type { Log } from '../log';
import type { Message, MessageBatch } from './bindings';
import { jobMessage } from './job-messages';
import type { JobRows, KeptJob } from './job-rows';
import type { TaskRows } from './task-rows';

/** A message with what it is about. */
export type Delivery = { message: Message; task: Task; kept: KeptJob };

type Deps = { jobs: Pick<JobRows, 'readMany'>; tasks: Pick<TaskRows, 'read'>; log: Log };

/** Messages by the task they name. */
function byTask({ messages }: MessageBatch, log: Log): Map<string, Message> {
  const named = new Map<string, Message>();
  for (const message of messages) {
    const id = jobMessage.safeParse(message.body).data?.task;
    if (id === undefined) log.warn('job.message_unreadable');
    // Sent twice and delivered together: one of them will do.
    if (id === undefined || named.has(id)) message.ack();
    else named.set(id, message);
  }
  return named;
}

/**
 * Tasks that messages name: open ones, and settled ones of open jobs; and messages of rows that cannot be read. The rest
 * is over, and acknowledged.
 */
export async function readDeliveries(batch: MessageBatch, { jobs, tasks, log }: Deps) {
  const named = byTask(batch, log);
  const rows = await tasks.read([...named.keys()]);
  const jobsOf = [...rows.values()].flatMap((task) => (task ? [task.jobId] : []));
  const byId = await jobs.readMany([...new Set(jobsOf)]);
  const open: Delivery[] = [];
  const settled: Delivery[] = [];
  const unreadable: Message[] = [];
  for (const [id, message] of named) {
    const task = rows.get(id);
    const kept = task && byId.get(task.jobId);
    if (task && kept && isOpen(kept.job.status)) {
      (task.state === 'queued' ? open : settled).push({ message, task, kept });
    } else if (!kept && (task ? byId.has(task.jobId) : rows.has(id))) unreadable.push(message);
    else message.ack();
  }
  return { open, settled, unreadable };
}
