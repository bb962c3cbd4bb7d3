import { z } from 'zod';
import { attemptsForOutages } from '../../lib/queue/retry-policy';
import { ConfigError, readConfig } from '../config';
import { deadEnding } from '../jobs/job-messages';

const bindings = z.array(z.looseObject({ binding: z.string() })).default([]);

const producer = z.looseObject({ binding: z.string(), queue: z.string() });
const consumer = z.looseObject({
  queue: z.string(),
  dead_letter_queue: z.string().optional(),
  max_retries: z.int().optional(),
});

const worker = z.looseObject({
  name: z.string(),
  vars: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  d1_databases: bindings,
  r2_buckets: bindings,
  queues: z
    .looseObject({ producers: z.array(producer).default([]), consumers: z.array(consumer).default([]) })
    .default({ producers: [], consumers: [] }),
  triggers: z.looseObject({ crons: z.array(z.string()).default([]) }).default({ crons: [] }),
});

/** A Worker's file as far as it is looked at here. */
export type WorkerFile = z.output<typeof worker>;

/** Sends what nobody has settled again (docs/decisions/014). */
const everyMinute = '* * * * *';

/** Names of what `wrangler secret put` takes, by the storage whose variables stand beside them. */
const secretsOf: Readonly<Record<string, readonly string[]>> = {
  R2: ['R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY'],
  OSS: ['OSS_ACCESS_KEY', 'OSS_SECRET'],
  YANDEX: ['YANDEX_ACCESS_KEY_ID', 'YANDEX_SECRET_ACCESS_KEY'],
  S3: ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
};
const allSecrets = [...Object.values(secretsOf).flat(), 'API_TOKENS', 'AUTH_SECRET', 'JOBS_SECRET', 'AI_API_KEY'];

const isSet = ({ vars }: WorkerFile, prefix: string) =>
  Object.entries(vars).some(([name, value]) => name.startsWith(`${prefix}_`) && value !== '');

/** Names bound to databases, buckets and queues. */
const boundIn = ({ d1_databases, r2_buckets, queues }: WorkerFile): string[] =>
  [...d1_databases, ...r2_buckets, ...queues.producers].map(({ binding }) => binding);

/** Whether a database is bound where the companion looks for it. */
export const hasDatabase = (file: WorkerFile): boolean => file.d1_databases.some(({ binding }) => binding === 'DB');

/** Secrets this Worker cannot work without; `AUTH_SECRET` may do instead of `API_TOKENS` and `JOBS_SECRET`. */
export function secretsNeeded(file: WorkerFile): string[] {
  const family = Object.keys(secretsOf).find((name) => isSet(file, name)) ?? 'R2';
  const more = [
    ...(boundIn(file).includes('JOBS') ? ['JOBS_SECRET'] : []),
    ...(isSet(file, 'AI') ? ['AI_API_KEY'] : []),
  ];
  return [...(secretsOf[family] ?? []), 'API_TOKENS', ...more];
}

/** Stand-ins by which the rest can be checked: secrets are Cloudflare's to know, not this computer's. */
const standIn = (name: string) => (name === 'API_TOKENS' ? `x:${'x'.repeat(32)}` : 'x'.repeat(32));

function variableProblems(file: WorkerFile): string[] {
  const bound = Object.fromEntries(boundIn(file).map((name) => [name, {}]));
  const secrets = Object.fromEntries(secretsNeeded(file).map((name) => [name, standIn(name)]));
  try {
    readConfig({ ...secrets, ...file.vars, ...bound }, { presignBatch: 200 });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
}

/** Above the attempts an outage is waited out with; Queues take no more than 100, and without a number only 3. */
const retries = { least: attemptsForOutages + 1, most: 100 };

/** A consumer that gives messages up early: a short outage would then end tasks as failed, or lose their end. */
function retryProblem({ queue, max_retries }: z.output<typeof consumer>): string[] {
  if (max_retries !== undefined && max_retries >= retries.least && max_retries <= retries.most) return [];
  return [`queues.consumers: max_retries of ${queue} must be ${retries.least} to ${retries.most}; 50 does`];
}

/** Without these jobs would begin and not end, and nothing would say so. */
function queueProblems({ queues, triggers }: WorkerFile): string[] {
  const jobs = queues.producers.find(({ binding }) => binding === 'JOBS')?.queue;
  if (jobs === undefined) return [];
  const consumerOf = (name: string) => queues.consumers.find(({ queue }) => queue === name);
  const dead = jobs + deadEnding;
  return [
    ...(consumerOf(jobs)?.dead_letter_queue === dead
      ? []
      : [`queues.consumers needs one of ${jobs} with the dead_letter_queue ${dead}`]),
    ...(consumerOf(dead) ? [] : [`queues.consumers needs one of ${dead}`]),
    ...queues.consumers.filter(({ queue }) => queue === jobs || queue === dead).flatMap((each) => retryProblem(each)),
    ...(triggers.crons.includes(everyMinute) ? [] : [`triggers.crons needs "${everyMinute}"`]),
  ];
}

/** What is left empty outside of `vars`, where an empty text means that a variable is not set. */
function emptyFields(value: unknown, path: string): string[] {
  if (value === '') return [`${path} is empty`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    path === '' && key === 'vars'
      ? []
      : emptyFields(inside, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`),
  );
}

/** A Worker's file, and what is missing or wrong in it: sentences that name the field, and no secret's value. */
export function checkDeploy(json: unknown): { file?: WorkerFile; problems: string[] } {
  const parsed = worker.safeParse(json);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const file = parsed.data;
  const open = allSecrets.filter((name) => (file.vars[name] ?? '') !== '');
  const problems = [
    ...open.map((name) => `${name} is a secret and must not stand in the file: npx wrangler secret put ${name}`),
    ...variableProblems(file),
    ...queueProblems(file),
    ...emptyFields(json, '').map((problem) => problem.replace(/^\./, '')),
  ];
  return { file, problems };
}
