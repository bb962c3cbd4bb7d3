import { and, asc, count, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { type JobId, jobId } from '../../lib/core/ids';
import {
  emptyItem,
  type Item,
  isOpen,
  item as itemSchema,
  type Job,
  job as jobSchema,
  openStatuses,
} from '../../lib/core/job';
import type { Task } from '../../lib/core/task';
import type { BatchDatabase } from '../database/database';
import { serverItems, serverJobs, serverTasks } from '../database/schema';
import { isOneOf, selectsOf } from './bulk';
import { held } from './held';
import { jsonText } from './json-text';
import { salvagedJob, unreadableLine } from './unreadable-job';

/** A job with what only the companion knows of it. */
export type KeptJob = { job: Job; userId: string; credential: string | null; version: number };

export const secondsOf = (ms: number): number => Math.floor(ms / 1000);

/** Ids sort in the order the jobs were made in. */
export function newJobId(now: number): JobId {
  const random = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0'));
  return jobId.parse(now.toString(36).padStart(9, '0') + random.join(''));
}

type JobRow = typeof serverJobs.$inferSelect;

const jobText = jsonText.pipe(jobSchema);
const itemText = jsonText.pipe(itemSchema);

/** Undefined where the row cannot be read. */
function keptOf({ row, userId, credential, version }: JobRow): KeptJob | undefined {
  const job = jobText.safeParse(row).data;
  return job && { job, userId, credential, version };
}

/** What can be told of a job, also where its row cannot be read. */
const toldOf = (row: JobRow): KeptJob => {
  const { userId, credential, version } = row;
  return keptOf(row) ?? { job: salvagedJob(row), userId, credential, version };
};

/**
 * The write of a job that must not have changed since `version`: the column takes no null, so that otherwise the whole
 * batch fails. The credential goes with the end of the job.
 */
export const jobUpdate = (database: BatchDatabase, job: Job, version: number) =>
  database
    .update(serverJobs)
    .set({
      version: sql`case when ${serverJobs.version} = ${version} then ${version + 1} end`,
      status: job.status,
      finishedAt: job.finishedAt === null ? null : secondsOf(job.finishedAt),
      row: JSON.stringify(job),
      ...(!isOpen(job.status) && { credential: null }),
    })
    .where(eq(serverJobs.id, job.id));

/** Whether a batch failed because the job had changed meanwhile, or may not be kept. */
export function isConflict(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return thrown.message.includes('constraint failed: server_jobs.version') || isConflict(thrown.cause);
}

/** Writes of lines, new or changed. */
export const itemWrites = (database: BatchDatabase, items: Item[]) =>
  selectsOf(items.map((item) => [item.jobId, item.seq, item.lookupId ?? null, JSON.stringify(item)])).map((rows) =>
    database
      .insert(serverItems)
      .select(rows)
      .onConflictDoUpdate({
        target: [serverItems.jobId, serverItems.seq],
        set: { lookupId: sql`excluded.lookup_id`, row: sql`excluded.row` },
      }),
  );

/** Writes of new tasks, to be sent again at the instant `sendAtOf` gives (s) unless they have settled by then. */
export const newTaskWrites = (
  database: BatchDatabase,
  tasks: Task[],
  sendAtOf: (task: Task) => number,
  parent: string | null,
) =>
  selectsOf(
    tasks.map((task) => [
      ...[task.id, task.jobId, task.kind, task.state, JSON.stringify(task.input)],
      ...[task.output === null ? null : JSON.stringify(task.output), null, parent],
      task.state === 'queued' ? sendAtOf(task) : null,
    ]),
  ).map((rows) => database.insert(serverTasks).select(rows).onConflictDoNothing());

/** A job's counters by its lines, without those nobody can read. */
async function tallyOf(database: BatchDatabase, id: string) {
  const sumOf = (field: string) => sql<number>`coalesce(sum(${serverItems.row} ->> ${field}), 0)`;
  const status = sql`${serverItems.row} ->> 'status'`;
  const [tally] = await database
    .select({
      totalArticles: count(),
      processed: sql<number>`coalesce(sum(${status} not in ('pending', 'processing')), 0)`,
      failedArticles: sql<number>`coalesce(sum(${status} = 'failed'), 0)`,
      totalImages: sumOf('totalImages'),
      successImages: sumOf('successImages'),
      failedImages: sumOf('failedImages'),
    })
    .from(serverItems)
    .where(and(eq(serverItems.jobId, id), sql`json_valid(${serverItems.row})`));
  return tally;
}

type NewJobDetails = { userId: string; credential: string; mostOpen: number };

/** Jobs of server mode in D1. */
export function createJobRows(database: BatchDatabase) {
  const open = isOneOf(serverJobs.status, [...openStatuses]);

  return {
    /** Keeps a new job, its tasks held; false, and nothing is kept, when its user has `mostOpen` open ones. */
    async create(
      { job, items, tasks }: { job: Job; items: Item[]; tasks: Task[] },
      { userId, credential, mostOpen }: NewJobDetails,
    ): Promise<boolean> {
      const row = { status: job.status, createdAt: secondsOf(job.createdAt), row: JSON.stringify(job) };
      const openOnes = database
        .select({ open: count() })
        .from(serverJobs)
        .where(and(eq(serverJobs.userId, userId), open));
      // Counted by the statement that writes: the column takes no null, so that otherwise the whole batch fails.
      const version = sql`case when (${openOnes}) < ${mostOpen} then 0 end`;
      try {
        await database.batch([
          database.insert(serverJobs).values({ id: job.id, userId, credential, ...row, version }),
          ...itemWrites(database, items),
          ...newTaskWrites(database, tasks, () => held, null),
        ]);
        return true;
      } catch (thrown) {
        if (isConflict(thrown)) return false;
        throw thrown;
      }
    },

    /** A job, as far as its row can be read. */
    async read(id: string): Promise<KeptJob | undefined> {
      const [row] = await database.select().from(serverJobs).where(eq(serverJobs.id, id));
      return row && toldOf(row);
    },

    /** Jobs by id; undefined is one whose row cannot be read. */
    async readMany(ids: string[]): Promise<Map<string, KeptJob | undefined>> {
      const rows = await database.select().from(serverJobs).where(isOneOf(serverJobs.id, ids));
      return new Map(rows.map((row) => [row.id, keptOf(row)]));
    },

    /** A user's jobs, newest first. */
    async list(userId: string, { before, limit }: { before?: string | undefined; limit: number }): Promise<KeptJob[]> {
      const older = before === undefined ? undefined : lt(serverJobs.id, before);
      const own = and(eq(serverJobs.userId, userId), older);
      const rows = await database.select().from(serverJobs).where(own).orderBy(desc(serverJobs.id)).limit(limit);
      return rows.map(toldOf);
    },

    /** Lines from `from` to before `to`, in the order of the list. */
    async lines(id: JobId, from: number, to: number): Promise<Item[]> {
      const range = and(eq(serverItems.jobId, id), gte(serverItems.seq, from), lt(serverItems.seq, to));
      const rows = await database.select().from(serverItems).where(range).orderBy(asc(serverItems.seq));
      return rows.map(
        ({ row, seq }) => itemText.safeParse(row).data ?? unreadableLine(emptyItem(id, { seq, article: '' })),
      );
    },

    /** Ends an open job. What is in flight ends by itself and is not counted. */
    async cancel(id: string, now: number): Promise<void> {
      for (;;) {
        const kept = await this.read(id);
        if (!kept || !isOpen(kept.job.status)) return;
        const cancelled: Job = { ...kept.job, status: 'cancelled', finishedAt: now };
        try {
          await jobUpdate(database, cancelled, kept.version);
          return;
        } catch (thrown) {
          if (!isConflict(thrown)) throw thrown;
        }
      }
    },

    /**
     * Ends jobs whose rows cannot be read: nobody can work on them, and each would keep a place among its user's open
     * ones and an Ozon key for ever. Their counters are told by their lines. Gives how many there were.
     */
    async endUnreadable(now: number): Promise<number> {
      const rows = await database
        .select()
        .from(serverJobs)
        .where(or(open, isNull(serverJobs.finishedAt)));
      const unreadable = rows.filter((row) => keptOf(row) === undefined);
      for (const row of unreadable) {
        const counters = await tallyOf(database, row.id);
        await jobUpdate(database, { ...salvagedJob(row), ...counters, status: 'failed', finishedAt: now }, row.version);
      }
      return unreadable.length;
    },

    /** Open jobs made before an instant (s). */
    async openBefore(instant: number): Promise<string[]> {
      const old = and(open, lt(serverJobs.createdAt, instant));
      return (await database.select({ id: serverJobs.id }).from(serverJobs).where(old)).map(({ id }) => id);
    },

    /** Forgets a job that ended before an instant (s), if there is one; its pictures stay. */
    async forgetOne(instant: number): Promise<void> {
      const ended = lt(serverJobs.finishedAt, instant);
      const [found] = await database.select({ id: serverJobs.id }).from(serverJobs).where(ended).limit(1);
      if (!found) return;
      await database.batch([
        database.delete(serverItems).where(eq(serverItems.jobId, found.id)),
        database.delete(serverTasks).where(ofJob(found.id)),
        database.delete(serverJobs).where(eq(serverJobs.id, found.id)),
      ]);
    },
  };
}

/** Tasks of a job by their ids, which begin with the job's: `0` follows `/`. */
export const ofJob = (job: string) => sql`${serverTasks.id} > ${`${job}/`} and ${serverTasks.id} < ${`${job}0`}`;

export type JobRows = ReturnType<typeof createJobRows>;
