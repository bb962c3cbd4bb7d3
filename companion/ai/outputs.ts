import { and, desc, eq, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { OutputsAnswer, outputsQuery } from '../../lib/storage/outputs-api';
import type { Database } from '../database/database';
import { pageOf } from '../database/page-of';
import { outputs } from '../database/schema';

/** One picture that was made or taken over. */
export type Output = {
  userId: string;
  jobId: string;
  prompt: string | null;
  source: string | null;
  url: string;
  generated: boolean;
  /** Seconds since 1970. */
  createdAt: number;
};

/** The list of pictures made, by user. */
export function createOutputs(database: Database) {
  return {
    async add(output: Output): Promise<void> {
      await database.insert(outputs).values(output);
    },

    /** A page of one user's list, newest first. */
    async list(userId: string, { job_id, limit, before }: z.output<typeof outputsQuery>): Promise<OutputsAnswer> {
      const rows = await database
        .select()
        .from(outputs)
        .where(
          and(
            eq(outputs.userId, userId),
            job_id === undefined ? undefined : eq(outputs.jobId, job_id),
            before === undefined ? undefined : lt(outputs.id, before),
          ),
        )
        .orderBy(desc(outputs.id))
        .limit(limit + 1);
      const { page, next } = pageOf(rows, limit);
      return {
        outputs: page.map(({ id, jobId, prompt, source, url, generated, createdAt }) => ({
          id,
          job_id: jobId,
          prompt,
          source,
          imageUrl: url,
          generated,
          created_at: new Date(createdAt * 1000).toISOString(),
        })),
        next,
      };
    },
  };
}

export type Outputs = ReturnType<typeof createOutputs>;
