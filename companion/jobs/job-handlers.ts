import { AppError } from '../../lib/core/app-error';
import { objectSlotFor } from '../../lib/core/object-key';
import type { TaskKind } from '../../lib/core/task';
import type { Fetch } from '../../lib/net/request';
import { createOzonApi } from '../../lib/ozon/api';
import { createCopyImage } from '../../lib/pipeline/copy-image';
import { createEnqueueImages } from '../../lib/pipeline/enqueue-images';
import type { KnownPictures } from '../../lib/pipeline/known-pictures';
import { createListProducts } from '../../lib/pipeline/list-products';
import { createMatchCodes } from '../../lib/pipeline/match-codes';
import { createReadCodes } from '../../lib/pipeline/read-codes';
import { createResolveProducts } from '../../lib/pipeline/resolve-products';
import type { Handler, HandlerResult, Lock } from '../../lib/queue/ports';
import { createMemoryCodes } from '../ozon/memory-codes';
import { weighed } from '../picture-memory';
import type { BucketCloud } from './bucket-cloud';
import type { CredentialSeal } from './credential-seal';
import { picturesAtOnce } from './held';
import type { KeptJob } from './job-rows';
import type { TaskRows } from './task-rows';
import { waitedOut } from './waited-out';

export type HandlerDeps = {
  fetchOzon: Fetch;
  fetchPublic: Fetch;
  ozonUrl: string;
  cloud: BucketCloud;
  tasks: Pick<TaskRows, 'stored'>;
  seal: CredentialSeal;
  now: () => number;
};

/** For one request, ms. */
const requestMs = 20_000;

/** Kinds of tasks server mode has. */
export type JobHandlers = Partial<Record<TaskKind, Handler<HandlerResult>>>;

/** The pipeline of the extension for one job. `weigh` is told of the bytes a picture is going to take. */
export function createJobHandlers(deps: HandlerDeps, { job, userId, credential }: KeptJob) {
  const { fetchOzon, fetchPublic, ozonUrl: baseUrl, cloud, tasks, seal, now } = deps;
  const timeoutMs = () => requestMs;
  const ozon = createOzonApi({ fetch: fetchOzon, now, timeoutMs, baseUrl });
  const credentialOf = async () => {
    // It goes with the end of its job.
    if (credential === null) throw new AppError('vault.missing');
    return seal.open(job.id, credential);
  };
  const known: KnownPictures = async (pictures) => {
    const slots = pictures.map(({ article, n }) => objectSlotFor(userId, article, n));
    const place = await cloud.place();
    return waitedOut(() => tasks.stored(slots, place));
  };
  const log = createMemoryCodes();
  const readCodes = createReadCodes({ ozon, credentialOf, log, lock: createLock(), now });

  return (weigh: (bytes: number) => void): JobHandlers => ({
    'list-products': createListProducts({ ozon, credentialOf }),
    'match-codes': createMatchCodes({ log, readCodes, now }),
    'resolve-products': createResolveProducts({
      ozon,
      credentialOf,
      nameFiles: async () => new Map(),
      known,
      perTask: picturesAtOnce,
    }),
    'enqueue-images': createEnqueueImages({ known }),
    'copy-image': createCopyImage({
      fetch: weighed(fetchPublic, weigh),
      cloud: async () => cloud.cloudOf(userId),
      storage: cloud.objects,
      timeoutMs,
      known,
    }),
  });
}

/** One holder at a time, within this handful of messages: codes read twice elsewhere are read twice, no more. */
function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return {
    hold(_, work) {
      const held = last.then(work);
      last = held.catch(() => undefined);
      return held;
    },
  };
}
