import type { Fetch } from '../../lib/net/request';
import { sleep } from '../../lib/queue/sleep';
import type { CompanionConfig } from '../config';
import type { BatchDatabase } from '../database/database';
import type { Log } from '../log';
import { createPublicFetch } from '../public-fetch';
import { takeQuotaOf } from '../quota';
import type { Bucket, MessageBatch, Queue } from './bindings';
import { createBucketCloud } from './bucket-cloud';
import { bury, consume } from './consume';
import { createCredentialSeal } from './credential-seal';
import { createJobDesk } from './job-desk';
import { createSend, deadEnding } from './job-messages';
import { createJobRows, secondsOf } from './job-rows';
import { createRefill } from './refill';
import { createSettleJob } from './settle-job';
import { createTaskRows } from './task-rows';
import { tend } from './tend';

type Runtime = {
  database: BatchDatabase;
  queue: Queue;
  bucket: Bucket;
  fetchOzon: Fetch;
  fetchPublic: Fetch;
  log: Log;
  now?: () => number;
};

/** Server mode (G9) put together: what its routes ask for, and what the platform calls. */
export function createServerMode(
  config: CompanionConfig & { jobs: NonNullable<CompanionConfig['jobs']> },
  { database, queue, bucket, fetchOzon, fetchPublic, log, now = Date.now }: Runtime,
) {
  const { storage, maxObjectBytes, ozonUrl, jobs: settings } = config;
  const take = takeQuotaOf(database, config.quota, () => secondsOf(now()));
  const { resendSeconds } = settings;
  const seal = createCredentialSeal(settings.secret);
  const jobs = createJobRows(database);
  const tasks = createTaskRows(database);
  const send = createSend(queue);
  const refill = createRefill({ database, tasks, send, log, now, resendSeconds });
  const consumer = {
    ...{ jobs, tasks, send, refill, seal, log, now, ozonUrl, maxObjectBytes, fetchOzon, resendSeconds },
    settle: createSettleJob({ database, now, resendSeconds }),
    clock: { now, sleep },
    fetchPublic: createPublicFetch(config, fetchPublic),
    cloud: createBucketCloud({ storage, bucket, maxObjectBytes, take, now }),
  };
  return {
    desk: createJobDesk({ jobs, tasks, seal, refill, now }),
    /** Called by the queue with messages, and by the queue of those it gave up. */
    queue: (batch: MessageBatch) => (batch.queue.endsWith(deadEnding) ? bury : consume)(batch, consumer),
    /** Called every minute. */
    scheduled: () => tend({ jobs, tasks, send, refill, log, now, resendSeconds }),
  };
}

export type ServerMode = ReturnType<typeof createServerMode>;
