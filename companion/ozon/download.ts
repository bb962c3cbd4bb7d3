import type { ErrorShape } from '../../lib/core/app-error';
import { jobId, storeId } from '../../lib/core/ids';
import { type Item, isSettled } from '../../lib/core/job';
import { storedImage } from '../../lib/core/stored-picture';
import type { Task } from '../../lib/core/task';
import type { Fetch } from '../../lib/net/request';
import { createOzonApi } from '../../lib/ozon/api';
import { createCopyImage } from '../../lib/pipeline/copy-image';
import { createEnqueueImages } from '../../lib/pipeline/enqueue-images';
import { resultItem } from '../../lib/pipeline/job-result';
import { nothingKnown } from '../../lib/pipeline/known-pictures';
import { createMatchCodes } from '../../lib/pipeline/match-codes';
import { pictureOf } from '../../lib/pipeline/picture-task';
import { planJob } from '../../lib/pipeline/plan-job';
import { createReadCodes } from '../../lib/pipeline/read-codes';
import { createResolveProducts } from '../../lib/pipeline/resolve-products';
import type { HandlerContext } from '../../lib/queue/ports';
import { createObjectStorage } from '../../lib/storage/object-storage';
import type { OzonDownloadRequest, OzonDownloadResult } from '../../lib/storage/ozon-api';
import type { CompanionConfig } from '../config';
import { createPictureMemory, weighed } from '../picture-memory';
import type { Presign } from '../presign';
import type { TakeQuota } from '../quota';
import { credentialOf } from './credential';
import { createLocalPresigner } from './local-presigner';
import { createMemoryCodes } from './memory-codes';
import { isAboutCall, refusalOf } from './refusal';
import { callLock, runJob } from './run-job';

export type DownloadDeps = {
  config: Pick<CompanionConfig, 'maxObjectBytes' | 'ozonUrl'>;
  fetchOzon: Fetch;
  /** Gets pictures from addresses Ozon's answers give. */
  fetchPublic: Fetch;
  fetchStorage: Fetch;
  presign: Presign;
  take: TakeQuota;
  now: () => number;
  /** For the whole call, and for one request in it. */
  times: { callMs: number; requestMs: number };
};

/** The pipeline of the extension over things that live as long as one call. */
function createHandlers(deps: DownloadDeps, userId: string, wire: OzonDownloadRequest['credential']) {
  const { config, fetchOzon, fetchPublic, fetchStorage, now, times } = deps;
  const timeoutMs = () => times.requestMs;
  const { maxObjectBytes, ozonUrl: baseUrl } = config;
  const ozon = createOzonApi({ fetch: fetchOzon, now, timeoutMs, baseUrl });
  const asked = { ozon, credentialOf: credentialOf(wire) };
  const log = createMemoryCodes();
  const readCodes = createReadCodes({ ...asked, log, lock: callLock, now });
  const place = async () => 'companion';
  const presigner = createLocalPresigner({ ...deps, userId, maxObjectBytes });
  const memory = createPictureMemory(maxObjectBytes);
  const copyImage = (fetch: Fetch) =>
    createCopyImage({
      fetch,
      cloud: async () => ({ userId, presigner, maxObjectBytes, place, placeNow: place }),
      storage: createObjectStorage({ fetch: fetchStorage, now, timeoutMs }),
      timeoutMs,
      known: nothingKnown,
    });
  return {
    'match-codes': createMatchCodes({ log, readCodes, now }),
    'resolve-products': createResolveProducts({ ...asked, nameFiles: async () => new Map(), known: nothingKnown }),
    'enqueue-images': createEnqueueImages({ known: nothingKnown }),
    'copy-image': {
      ...copyImage(fetchPublic),
      run: (task: Task, context: HandlerContext) =>
        memory.hold((weigh) => copyImage(weighed(fetchPublic, weigh)).run(task, context)),
    },
  };
}

const isOpenTask = ({ state }: Task) => state === 'queued' || state === 'active';

/** Why lines have not come to their end: what their own pictures wait for, or the look-up, or else the time of a call. */
function reasonsOf(tasks: Task[]): (seq: number) => ErrorShape {
  const open = tasks.filter(isOpenTask);
  const copies = open.filter(({ kind, error }) => kind === 'copy-image' && error);
  const bySeq = new Map(copies.map((task) => [pictureOf(task).seq, task.error]));
  const ofLookup = open.find(({ kind, error }) => kind !== 'copy-image' && error)?.error;
  return (seq) => bySeq.get(seq) ?? ofLookup ?? { code: 'companion.timeout', params: {} };
}

/** A line whose work the call did not finish has failed. */
const ended = (item: Item, reasonOf: (seq: number) => ErrorShape): Item =>
  isSettled(item.status)
    ? item
    : {
        ...item,
        status: 'failed',
        failedImages: item.totalImages - item.successImages,
        error: reasonOf(item.seq),
      };

function urlsBySeq(tasks: Task[]): Map<number, string[]> {
  const copies = tasks.filter(({ kind, state }) => kind === 'copy-image' && state === 'done');
  const urls = new Map<number, string[]>();
  for (const task of copies.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { seq } = pictureOf(task);
    urls.set(seq, [...(urls.get(seq) ?? []), storedImage.parse(task.output).publicUrl]);
  }
  return urls;
}

/** Throws when all lines failed for one reason that lies in the call: then the answer is that, not a list. */
function refuseWhole(items: Item[], tasks: Task[], now: number): void {
  const [first] = items;
  const alike = items.every(
    ({ status, successImages, error }) =>
      status === 'failed' && successImages === 0 && error?.code === first?.error?.code,
  );
  if (!first?.error || !alike || !isAboutCall(first.error)) return;
  const due = tasks.filter(isOpenTask).map(({ runAt }) => runAt);
  throw refusalOf(first.error, due.length > 0 ? Math.min(...due) - now : undefined);
}

const sumOf = (items: Item[], field: 'totalImages' | 'successImages' | 'failedImages') =>
  items.reduce((sum, item) => sum + item[field], 0);

/** G5: up to 100 articles in one call. Throws RequestError when Ozon refuses the call as a whole. */
export function createDownload(deps: DownloadDeps) {
  const { now, times } = deps;
  return async (userId: string, request: OzonDownloadRequest): Promise<OzonDownloadResult> => {
    const start = now();
    const plan = planJob(
      jobId.parse('call'),
      {
        storeId: storeId.parse('call'),
        field: request.field,
        destination: request.download_images ? 'cloud' : 'links',
        articles: [...new Set(request.articles)],
      },
      start,
    );
    const handlers = createHandlers(deps, userId, request.credential);
    const { job, items, tasks } = await runJob(plan, { handlers, now, timeoutMs: times.callMs });
    const reasonOf = reasonsOf(tasks);
    const lines = items.map((item) => ended(item, reasonOf));
    refuseWhole(lines, tasks, now());
    const urls = urlsBySeq(tasks);
    return {
      total_articles: lines.length,
      processed: lines.length,
      total_images: sumOf(lines, 'totalImages'),
      success_images: sumOf(lines, 'successImages'),
      failed_images: sumOf(lines, 'failedImages'),
      items: lines.map((line) => resultItem(job, line, urls.get(line.seq) ?? [])),
      execution_time_ms: Math.round(now() - start),
    };
  };
}
