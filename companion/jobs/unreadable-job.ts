import { z } from 'zod';
import { jobId, storeId } from '../../lib/core/ids';
import { type Item, isSettled, type Job, job as jobSchema, jobStatus } from '../../lib/core/job';
import { emptyJob } from '../../lib/pipeline/plan-job';
import type { serverJobs } from '../database/schema';
import { jsonText } from './json-text';

const unreadable = { code: 'job.unreadable', params: {} } as const;

const fields = jsonText.pipe(z.record(z.string(), z.unknown())).catch({});

/**
 * A job whose row cannot be read, written by another version or damaged: each field that says something still, empty
 * ones for the rest, and as its error `job.unreadable`. Whose it is and whether it is open stands in columns.
 */
export function salvagedJob({ id, status, createdAt, finishedAt, row }: typeof serverJobs.$inferSelect): Job {
  const told = fields.parse(row);
  const where = { storeId: storeId.parse(id), field: 'offer_id', destination: 'cloud' } as const;
  const readable = Object.entries(jobSchema.shape).flatMap(([name, schema]) => {
    const { data } = schema.safeParse(told[name]);
    return data === undefined ? [] : [[name, data]];
  });
  return jobSchema.parse({
    ...emptyJob(jobId.parse(id), where, createdAt * 1000),
    ...Object.fromEntries(readable),
    id,
    status: jobStatus.catch('failed').parse(status),
    finishedAt: finishedAt === null ? null : finishedAt * 1000,
    unlisted: unreadable,
  });
}

/** A line as its job's end makes it look: what an unreadable job left open has failed, though no row of it was touched. */
export const endedLine = ({ unlisted, status }: Job, line: Item): Item =>
  status === 'failed' && unlisted?.code === unreadable.code && !isSettled(line.status)
    ? { ...line, status: 'failed', error: unreadable }
    : line;

/** A line whose row cannot be read. */
export const unreadableLine = (line: Item): Item => ({ ...line, status: 'failed', error: unreadable });
