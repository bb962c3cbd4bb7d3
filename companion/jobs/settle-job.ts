import { and, eq, sql } from 'drizzle-orm';
import type { JobId } from '../../lib/core/ids';
import { isOpen, item as itemSchema, type Job, job as jobSchema } from '../../lib/core/job';
import type { Task } from '../../lib/core/task';
import { listedKey } from '../../lib/queue/append-lines';
import type { Outcome } from '../../lib/queue/ports';
import { itemKey, type Rows, type SettledRows, settleRows } from '../../lib/queue/settle-rows';
import type { BatchDatabase } from '../database/database';
import { serverItems, serverJobs, serverTasks, storedPictures } from '../database/schema';
import { isOneOf, selectsOf } from './bulk';
import { held, isHeldBack } from './held';
import { isConflict, itemWrites, jobUpdate, newTaskWrites, secondsOf } from './job-rows';

/** Consumers of one job at the same time get in each other's way; each time one of them gets through. */
const mostTries = 30;
const longestPauseMs = 200;

const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));

const begun = (job: Job, now: number): Job =>
  job.status === 'pending' ? { ...job, status: 'processing', startedAt: job.startedAt ?? now } : job;

/** All that outcomes of one job touch, as of one moment. */
async function readRows(database: BatchDatabase, id: JobId, outcomes: Outcome[], now: number) {
  const seqs = outcomes.flatMap((outcome) => ('changes' in outcome ? outcome.changes.map(({ seq }) => seq) : []));
  const added = outcomes.flatMap((outcome) => ('append' in outcome ? (outcome.append?.lines ?? []) : []));
  const ids = outcomes.map(({ task }) => task.id);
  const [jobs, items, states, listed] = await database.batch([
    database.select().from(serverJobs).where(eq(serverJobs.id, id)),
    database
      .select()
      .from(serverItems)
      .where(and(eq(serverItems.jobId, id), isOneOf(serverItems.seq, seqs))),
    database
      .select({ id: serverTasks.id, state: serverTasks.state })
      .from(serverTasks)
      .where(isOneOf(serverTasks.id, ids)),
    database
      .select({ lookupId: serverItems.lookupId })
      .from(serverItems)
      .where(
        and(
          eq(serverItems.jobId, id),
          isOneOf(
            serverItems.lookupId,
            added.map(({ lookupId }) => lookupId),
          ),
        ),
      ),
  ]);
  const kept = jobs[0];
  const job = kept && jobSchema.parse(JSON.parse(kept.row));
  if (!job || !isOpen(job.status)) return undefined;
  const queued = new Set(states.filter(({ state }) => state === 'queued').map((row) => row.id));
  const rows: SettledRows = {
    jobs: new Map([[id, begun(job, now)]]),
    items: new Map(items.map(({ seq, row }) => [itemKey(id, seq), itemSchema.parse(JSON.parse(row))])),
    // Whoever runs a task holds it: in the database it is queued until it has settled.
    tasks: new Map(
      outcomes.filter(({ task }) => queued.has(task.id)).map(({ task }) => [task.id, { ...task, state: 'active' }]),
    ),
    // Not read: each picture has a row of its own here, for jobs that meet in one folder.
    stored: new Map(),
    listed: new Set(listed.map(({ lookupId }) => listedKey(id, lookupId ?? ''))),
  };
  return { rows, version: kept.version };
}

/** Changes tasks that were there before: only how they ended is written, the rest of the row stays. */
const settledWrites = (database: BatchDatabase, { tasks }: Rows, settled: Set<string>) =>
  selectsOf(
    [...tasks.values()]
      .filter(({ id }) => settled.has(id))
      .map(({ id, jobId, kind, state, output, error }) => [
        ...[id, jobId, kind, state, '', JSON.stringify(output)],
        ...[error === null ? null : JSON.stringify(error), null, null],
      ]),
  ).map((rows) =>
    database
      .insert(serverTasks)
      .select(rows)
      .onConflictDoUpdate({
        target: serverTasks.id,
        set: {
          state: sql`excluded.state`,
          output: sql`excluded.output`,
          error: sql`excluded.error`,
          sendAt: sql`excluded.send_at`,
        },
      }),
  );

const storedWrites = (database: BatchDatabase, { stored }: Rows) =>
  selectsOf(
    [...stored.values()]
      .flatMap(({ pictures }) => Object.values(pictures))
      .map((picture) => [picture.slot, picture.place, JSON.stringify(picture)]),
  ).map((rows) =>
    database
      .insert(storedPictures)
      .select(rows)
      .onConflictDoUpdate({ target: [storedPictures.slot, storedPictures.place], set: { row: sql`excluded.row` } }),
  );

type Deps = {
  database: BatchDatabase;
  now: () => number;
  /** Life of a message before it counts as lost, s. */
  resendSeconds: number;
};

/**
 * Applies outcomes of one job exactly once: what the extension's store does in one transaction, here is read, worked out
 * by the same code, and written in one batch that fails whole when the job has changed since. Outcomes of tasks that have
 * settled already, and of jobs that have ended, change nothing. Gives the ids of new tasks which are to be sent; others
 * are held until there is room.
 */
export function createSettleJob({ database, now, resendSeconds }: Deps) {
  async function attempt(id: JobId, outcomes: Outcome[]): Promise<string[]> {
    const read = await readRows(database, id, outcomes, now());
    if (!read) return [];
    const settled = new Set(read.rows.tasks.keys());
    const changed = settleRows(outcomes, read.rows, now());
    const job = changed.jobs.get(id);
    if (!job) return [];
    const fresh = [...changed.tasks.values()].filter((task) => !settled.has(task.id));
    const sendAt = secondsOf(now()) + resendSeconds;
    const sendAtOf = ({ kind }: Task) => (isHeldBack(kind) ? held : sendAt);
    await database.batch([
      jobUpdate(database, job, read.version),
      ...settledWrites(database, changed, settled),
      ...newTaskWrites(database, fresh, sendAtOf, outcomes[0]?.task.id ?? null),
      ...itemWrites(database, [...changed.items.values()]),
      ...storedWrites(database, changed),
    ]);
    return fresh.filter(({ state, kind }) => state === 'queued' && !isHeldBack(kind)).map((task) => task.id);
  }

  return async (id: JobId, outcomes: Outcome[]): Promise<string[]> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(id, outcomes);
      } catch (thrown) {
        if (!isConflict(thrown) || tries === mostTries) throw thrown;
        await pause();
      }
    }
  };
}

export type SettleJob = ReturnType<typeof createSettleJob>;
