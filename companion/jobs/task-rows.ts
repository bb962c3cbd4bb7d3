import { and, asc, eq, lt, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { errorShape } from '../../lib/core/app-error';
import { type JobId, jobId } from '../../lib/core/ids';
import { openStatuses } from '../../lib/core/job';
import { type StoredPicture, storedImage, storedPicture } from '../../lib/core/stored-picture';
import { type Task, taskKind, taskState } from '../../lib/core/task';
import { pictureTasksFrom } from '../../lib/pipeline/picture-task';
import type { BatchDatabase } from '../database/database';
import { serverJobs, serverTasks, storedPictures } from '../database/schema';
import { isOneOf } from './bulk';
import { held } from './held';
import { ofJob } from './job-rows';
import { jsonText } from './json-text';

const taskRow = z
  .object({
    id: z.string(),
    jobId,
    kind: taskKind,
    state: taskState,
    // An input nobody can read is its handler's affair: the task fails alone.
    input: jsonText.catch(null),
    output: jsonText.nullable().catch(null),
    error: jsonText.pipe(errorShape).nullable().catch(null),
  })
  // Attempts and waits are the queue's affair.
  .transform((row): Task => ({ ...row, attempts: 0, runAt: 0, output: row.output ?? null }));

/** Tasks of server mode in D1. */
export function createTaskRows(database: BatchDatabase) {
  return {
    /** Tasks by id; undefined is one whose row cannot be read. */
    async read(ids: string[]): Promise<Map<string, Task | undefined>> {
      const rows = await database.select().from(serverTasks).where(isOneOf(serverTasks.id, ids));
      return new Map(rows.map((row) => [row.id, taskRow.safeParse(row).data]));
    },

    /** What a task has made and what has been sent and not settled. */
    async childrenOf({ id, jobId: job }: Pick<Task, 'id' | 'jobId'>): Promise<string[]> {
      const rows = await database
        .select({ id: serverTasks.id })
        .from(serverTasks)
        .where(
          and(ofJob(job), eq(serverTasks.parent, id), eq(serverTasks.state, 'queued'), lt(serverTasks.sendAt, held)),
        );
      return rows.map((row) => row.id);
    },

    /** Tasks of open jobs whose messages count as lost at an instant (s). */
    async due(instant: number, limit: number): Promise<string[]> {
      const rows = await database
        .select({ id: serverTasks.id })
        .from(serverTasks)
        .innerJoin(serverJobs, eq(serverJobs.id, serverTasks.jobId))
        .where(and(lte(serverTasks.sendAt, instant), isOneOf(serverJobs.status, [...openStatuses])))
        .orderBy(asc(serverTasks.sendAt))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    /** Open jobs of which something is held. */
    async heldJobs(limit: number): Promise<string[]> {
      const rows = await database
        .selectDistinct({ id: serverTasks.jobId })
        .from(serverTasks)
        .innerJoin(serverJobs, eq(serverJobs.id, serverTasks.jobId))
        .where(and(eq(serverTasks.sendAt, held), isOneOf(serverJobs.status, [...openStatuses])))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    async sendAgainAt(ids: string[], sendAt: number): Promise<void> {
      await database
        .update(serverTasks)
        .set({ sendAt })
        .where(and(isOneOf(serverTasks.id, ids), eq(serverTasks.state, 'queued')));
    },

    /** Stops expecting anything of due and held tasks whose jobs have ended. */
    async dropEnded(instant: number, limit: number): Promise<void> {
      const ended = sql`${serverTasks.id} in (select t.id from server_tasks t left join server_jobs j on j.id = t.job_id
        where (t.send_at <= ${instant} or t.send_at = ${held}) and coalesce(j.status, '') not in ('pending', 'processing', 'paused') limit ${limit})`;
      await database.update(serverTasks).set({ sendAt: null }).where(ended);
    },

    /** Public addresses of stored pictures of lines from `from` to before `to`, by line, in picture order. */
    async urlsOf(job: JobId, from: number, to: number): Promise<Map<number, string[]>> {
      const range = sql`${serverTasks.id} >= ${pictureTasksFrom(job, from)} and ${serverTasks.id} < ${pictureTasksFrom(job, to)}`;
      const rows = await database
        .select({ id: serverTasks.id, output: serverTasks.output })
        .from(serverTasks)
        .where(and(range, eq(serverTasks.state, 'done')))
        .orderBy(asc(serverTasks.id));
      const urls = new Map<number, string[]>();
      for (const { id, output } of rows) {
        const stored = storedImage.safeParse(JSON.parse(output ?? 'null')).data;
        const seq = Number(id.split('/')[2]);
        if (stored) urls.set(seq, [...(urls.get(seq) ?? []), stored.publicUrl]);
      }
      return urls;
    },

    /** What storage was last given for these places, in their order. */
    async stored(slots: string[], place: string): Promise<(StoredPicture | undefined)[]> {
      const rows = await database
        .select()
        .from(storedPictures)
        .where(and(isOneOf(storedPictures.slot, slots), eq(storedPictures.place, place)));
      const bySlot = new Map(rows.map(({ slot, row }) => [slot, storedPicture.safeParse(JSON.parse(row)).data]));
      return slots.map((slot) => bySlot.get(slot));
    },
  };
}

export type TaskRows = ReturnType<typeof createTaskRows>;
