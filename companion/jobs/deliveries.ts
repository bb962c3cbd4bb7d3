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

/** Tasks that messages name: open ones, and settled ones of open jobs. The rest is over, and acknowledged. */
export async function readDeliveries(batch: MessageBatch, { jobs, tasks, log }: Deps) {
  const named = byTask(batch, log);
  const rows = await tasks.read([...named.keys()]);
  const kept = await jobs.readMany([...new Set([...rows.values()].map(({ jobId }) => jobId))]);
  const byId = new Map(kept.map((each) => [each.job.id, each]));
  const open: Delivery[] = [];
  const settled: Delivery[] = [];
  for (const [id, message] of named) {
    const task = rows.get(id);
    const job = task && byId.get(task.jobId);
    if (!task || !job || !isOpen(job.job.status)) message.ack();
    else (task.state === 'queued' ? open : settled).push({ message, task, kept: job });
  }
  return { open, settled };
}
