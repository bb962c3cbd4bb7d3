import { z } from 'zod';
import { wholeNumber } from '../settings';

/** What server mode is set by, beside its bindings. */
export type JobSettings = {
  /** Ozon keys are sealed with a key made of it. */
  secret: string;
  /** After so long without an outcome a task is sent again, s. */
  resendSeconds: number;
};

const example = 'for example JOBS_SECRET=<32 or more random characters>';

const shape = z.object({
  JOBS_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, { error: `JOBS_SECRET must be 32 to 512 visible characters; ${example}` })
    .optional(),
  // Queues keep messages for days and lose none, so this is for the day they do.
  JOBS_RESEND_SECONDS: wholeNumber('JOBS_RESEND_SECONDS', 6 * 3600, 1, 86_400),
});

const neededBindings = {
  DB: 'a D1 database bound as DB is needed for the queue bound as JOBS; docs/companion.md says how',
  BUCKET: 'the R2 bucket bound as BUCKET is needed for the queue bound as JOBS; docs/companion.md says how',
};

/** Settings of server mode where a queue is bound as `JOBS`; each problem is a sentence with a name and no value. */
export function readJobSettings(environment: object, texts: Readonly<Record<string, string>>, storage?: string) {
  if (!('JOBS' in environment)) return { problems: [] };
  const { data, error } = shape.safeParse(texts);
  const secret = data?.JOBS_SECRET ?? texts.AUTH_SECRET;
  const problems = [
    ...(error?.issues ?? []).map(({ message }) => message),
    ...Object.entries(neededBindings).flatMap(([name, sentence]) => (name in environment ? [] : [sentence])),
    ...(data && secret === undefined
      ? [`JOBS_SECRET is not set, and the queue bound as JOBS needs it; ${example}`]
      : []),
    ...(storage !== undefined && storage !== 'r2'
      ? ['server mode stores in R2 only: set the R2_* variables, or unbind the queue JOBS']
      : []),
  ];
  if (!data || secret === undefined || problems.length > 0) return { problems };
  const jobs: JobSettings = { secret, resendSeconds: data.JOBS_RESEND_SECONDS };
  return { jobs, problems };
}
