import pLimit from 'p-limit';
import { type AppError, type ErrorShape, toAppError } from '../../lib/core/app-error';
import type { JobId } from '../../lib/core/ids';
import type { HandlerContext, Outcome } from '../../lib/queue/ports';
import { nextRunAt } from '../../lib/queue/retry-policy';
import { createPictureMemory } from '../picture-memory';
import type { Delivery } from './deliveries';
import { createJobHandlers, type HandlerDeps } from './job-handlers';

type Deps = HandlerDeps & { maxObjectBytes: number };

/** A Worker keeps six connections open at once; tasks beyond those hash, or wait for the database. */
const connections = 6;
const tasksAtOnce = 12;

const noWeight = () => {};

/** Runs tasks of one batch by the pipeline's own handlers; what cannot be done is an outcome too. */
export function createRunTask(deps: Deps) {
  const { now, maxObjectBytes } = deps;
  const connection = pLimit(connections);
  const place = pLimit(tasksAtOnce);
  const memory = createPictureMemory(maxObjectBytes);
  const made = new Map<JobId, ReturnType<typeof createJobHandlers>>();
  // What is in flight when a job is cancelled ends by itself and is not counted.
  const { signal } = new AbortController();
  const context: HandlerContext = { signal, now, connect: (request) => connection(request) };

  const handlersOf = ({ kept }: Delivery) => {
    const handlers = made.get(kept.job.id) ?? createJobHandlers(deps, kept);
    made.set(kept.job.id, handlers);
    return handlers;
  };

  async function failed(delivery: Delivery, error: ErrorShape): Promise<Outcome> {
    const { task } = delivery;
    // A row nobody can read fails alone.
    const changes = async () => handlersOf(delivery)(noWeight)[task.kind]?.onFailed(task, error) ?? [];
    return { task, type: 'failed', error, changes: await changes().catch(() => []) };
  }

  async function failureOf(delivery: Delivery, thrown: AppError): Promise<Outcome> {
    const { task, message } = delivery;
    const error = { code: thrown.code, params: thrown.params };
    const runAt = nextRunAt(thrown, message.attempts, now(), Math.random);
    return runAt === undefined ? failed(delivery, error) : { task, type: 'retry', error, runAt };
  }

  async function attempt(delivery: Delivery): Promise<Outcome> {
    const { task } = delivery;
    const work = async (weigh: (bytes: number) => void): Promise<Outcome> => {
      const handler = handlersOf(delivery)(weigh)[task.kind];
      if (!handler) throw new Error(`server mode has no tasks of the kind ${task.kind}`);
      return { task, type: 'done', ...(await handler.run(task, context)) };
    };
    try {
      return task.kind === 'copy-image' ? await memory.hold(work) : await work(noWeight);
    } catch (thrown) {
      return failureOf(delivery, toAppError(thrown));
    }
  }

  return { run: (delivery: Delivery): Promise<Outcome> => place(() => attempt(delivery)), failed };
}
