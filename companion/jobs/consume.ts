import type { Clock } from '../../lib/queue/ports';
import type { Log } from '../log';
import type { MessageBatch } from './bindings';
import { type Delivery, readDeliveries } from './deliveries';
import type { HandlerDeps } from './job-handlers';
import type { Send } from './job-messages';
import type { JobRows } from './job-rows';
import { createRunTask } from './run-task';
import { createGroupSettler } from './settle-groups';
import type { SettleJob } from './settle-job';
import type { TaskRows } from './task-rows';

export type ConsumerDeps = HandlerDeps & {
  jobs: Pick<JobRows, 'readMany'>;
  tasks: TaskRows;
  settle: SettleJob;
  send: Send;
  clock: Clock;
  log: Log;
  maxObjectBytes: number;
};

/** Longest delay a queue takes, s. */
const longestDelayS = 86_400;
/** Longest wait after a message could not be settled, s: a database that is away for hours loses none. */
const longestTroubleS = 300;

const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'unknown');

/** One message's trouble is its own: it comes again, and the others are done. */
async function guarded({ message }: Delivery, log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    message.ack();
  } catch (thrown) {
    log.error('job.message_failed', { kind: nameOf(thrown) });
    message.retry({ delaySeconds: Math.min(2 ** (message.attempts - 1), longestTroubleS) });
  }
}

/**
 * Works on messages the queue has handed over: each is a task. A message is acknowledged once its outcome is in the
 * database and what it spawned is in the queue; before that it may come again, and changes nothing the second time.
 * Delays and counts of attempts are the queue's.
 */
export async function consume(batch: MessageBatch, deps: ConsumerDeps): Promise<void> {
  const { clock, tasks, send, log } = deps;
  const { open, settled } = await readDeliveries(batch, deps);
  const { run } = createRunTask(deps);
  const settle = createGroupSettler(deps);
  let running = open.length;

  async function work(delivery: Delivery): Promise<void> {
    const { message } = delivery;
    const outcome = await run(delivery);
    running -= 1;
    if (outcome.type !== 'retry') return guarded(delivery, log, () => settle(outcome, running === 0));
    const delaySeconds = Math.ceil((outcome.runAt - clock.now()) / 1000);
    message.retry({ delaySeconds: Math.min(Math.max(delaySeconds, 0), longestDelayS) });
  }

  // Whoever settled it may have died before it sent what the task spawned.
  const resend = async ({ task }: Delivery) => {
    if (task.kind !== 'copy-image') await send(await tasks.childrenOf(task));
  };
  // What came often may be what breaks the consumer: by then the others should be through.
  const inOrder = open.toSorted((a, b) => a.message.attempts - b.message.attempts);
  await Promise.all([
    ...settled.map((delivery) => guarded(delivery, log, () => resend(delivery))),
    ...inOrder.map(work),
  ]);
}

/**
 * Ends tasks the queue has given up on: something broke the consumer each time, before it could say what. Their lines
 * are counted as failed.
 */
export async function bury(batch: MessageBatch, deps: ConsumerDeps): Promise<void> {
  const { settle, log } = deps;
  const { open, settled } = await readDeliveries(batch, deps);
  const { failed } = createRunTask(deps);
  for (const { message } of settled) message.ack();
  for (const delivery of open) {
    const { task } = delivery;
    log.error('job.dead_letter', { kind: task.kind });
    await guarded(delivery, log, async () => {
      await settle(task.jobId, [await failed(delivery, { code: 'job.gave_up', params: {} })]);
    });
  }
}
