import type { Clock } from '../../lib/queue/ports';
import type { Log } from '../log';
import type { Message, MessageBatch } from './bindings';
import { type Delivery, readDeliveries } from './deliveries';
import type { HandlerDeps } from './job-handlers';
import type { Send } from './job-messages';
import { type JobRows, secondsOf } from './job-rows';
import type { Refill } from './refill';
import { createRunTask } from './run-task';
import { createGroupSettler } from './settle-groups';
import type { SettleJob } from './settle-job';
import type { TaskRows } from './task-rows';

export type ConsumerDeps = HandlerDeps & {
  jobs: Pick<JobRows, 'readMany'>;
  tasks: TaskRows;
  settle: SettleJob;
  send: Send;
  refill: Refill;
  clock: Clock;
  log: Log;
  maxObjectBytes: number;
  /** Life of a message before it counts as lost, s. */
  resendSeconds: number;
};

/** Longest delay a queue takes, s. */
const longestDelayS = 86_400;
/** Longest wait after a message could not be settled, s: a database that is away for hours loses none. */
const longestTroubleS = 300;
/** Waits up to this are too short for a message to count as lost meanwhile, and cost no write, ms. */
const longWaitMs = 60_000;

const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'unknown');

const comeAgain = (message: Message) =>
  message.retry({ delaySeconds: Math.min(2 ** (message.attempts - 1), longestTroubleS) });

/** One message's trouble is its own: it comes again, and the others are done. */
async function guarded({ message }: Delivery, log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    message.ack();
  } catch (thrown) {
    log.error('job.message_failed', { kind: nameOf(thrown) });
    comeAgain(message);
  }
}

/** What messages are about; those of which that cannot be told now come again later. */
async function readOrWait(batch: MessageBatch, deps: ConsumerDeps) {
  try {
    const { unreadable, ...read } = await readDeliveries(batch, deps);
    if (unreadable.length > 0) deps.log.error('job.row_unreadable', { count: unreadable.length });
    for (const message of unreadable) comeAgain(message);
    return read;
  } catch (thrown) {
    deps.log.error('job.batch_failed', { kind: nameOf(thrown), count: batch.messages.length });
    for (const message of batch.messages) comeAgain(message);
    return { open: [], settled: [] };
  }
}

/** Messages that wait are not lost: without this, one that waits for tomorrow would be sent again every few hours. */
async function expectLater(waits: { id: string; runAt: number }[], deps: ConsumerDeps): Promise<void> {
  const { tasks, clock, log, resendSeconds } = deps;
  const long = waits.filter(({ runAt }) => runAt > clock.now() + longWaitMs);
  if (long.length === 0) return;
  const last = Math.max(...long.map(({ runAt }) => runAt));
  try {
    await tasks.sendAgainAt(
      long.map(({ id }) => id),
      secondsOf(last) + resendSeconds,
    );
  } catch (thrown) {
    // They are sent twice then, which does no harm.
    log.error('job.message_failed', { kind: nameOf(thrown) });
  }
}

/** What has settled or begun to wait for long makes room. */
async function refillJobs(deliveries: Delivery[], { refill }: ConsumerDeps): Promise<void> {
  for (const job of new Set(deliveries.map(({ task }) => task.jobId))) await refill(job);
}

/** Whoever settled a task may have died before it sent what the task spawned. */
const resend = (delivery: Delivery, { tasks, send, log }: ConsumerDeps): Promise<void> =>
  guarded(delivery, log, async () => {
    if (delivery.task.kind !== 'copy-image') await send(await tasks.childrenOf(delivery.task));
  });

/**
 * Works on messages the queue has handed over: each is a task. A message is acknowledged once its outcome is in the
 * database and what it spawned is in the queue; before that it may come again, and changes nothing the second time.
 * Delays and counts of attempts are the queue's.
 */
export async function consume(batch: MessageBatch, deps: ConsumerDeps): Promise<void> {
  const { clock, log } = deps;
  const { open, settled } = await readOrWait(batch, deps);
  const { run } = createRunTask(deps);
  const settle = createGroupSettler(deps);
  const waits: { id: string; runAt: number }[] = [];
  let running = open.length;

  async function work(delivery: Delivery): Promise<void> {
    const { message, task } = delivery;
    const outcome = await run(delivery);
    running -= 1;
    if (outcome.type !== 'retry') return guarded(delivery, log, () => settle(outcome, running === 0));
    const delaySeconds = Math.ceil((outcome.runAt - clock.now()) / 1000);
    message.retry({ delaySeconds: Math.min(Math.max(delaySeconds, 0), longestDelayS) });
    waits.push({ id: task.id, runAt: outcome.runAt });
  }

  // What came often may be what breaks the consumer: by then the others should be through.
  const inOrder = open.toSorted((a, b) => a.message.attempts - b.message.attempts);
  await Promise.all([...settled.map((delivery) => resend(delivery, deps)), ...inOrder.map(work)]);
  await expectLater(waits, deps);
  await refillJobs([...open, ...settled], deps);
}

/**
 * Ends tasks the queue has given up on: something broke the consumer each time, before it could say what. Their lines
 * are counted as failed.
 */
export async function bury(batch: MessageBatch, deps: ConsumerDeps): Promise<void> {
  const { settle, log } = deps;
  const { open, settled } = await readOrWait(batch, deps);
  const { failed } = createRunTask(deps);
  for (const delivery of settled) await resend(delivery, deps);
  for (const delivery of open) {
    const { task } = delivery;
    log.error('job.dead_letter', { kind: task.kind });
    await guarded(delivery, log, async () => {
      await settle(task.jobId, [await failed(delivery, { code: 'job.gave_up', params: {} })]);
    });
  }
  await refillJobs(open, deps);
}
