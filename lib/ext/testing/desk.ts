import 'fake-indexeddb/auto';
import { storeId } from '../../core/ids';
import type { Task } from '../../core/task';
import type { Fetch } from '../../net/request';
import { createOzonApi } from '../../ozon/api';
import { createAwaitImport } from '../../pipeline/await-import';
import { createEnqueueImages } from '../../pipeline/enqueue-images';
import { createKeepImage } from '../../pipeline/keep-image';
import { nothingKnown } from '../../pipeline/known-pictures';
import { createListProducts } from '../../pipeline/list-products';
import { createMatchCodes } from '../../pipeline/match-codes';
import { createPackZip } from '../../pipeline/pack-zip';
import { createPushPictures } from '../../pipeline/push-pictures';
import { createReadCodes } from '../../pipeline/read-codes';
import { createResolveProducts } from '../../pipeline/resolve-products';
import { createSaveFile } from '../../pipeline/save-file';
import { createWriteManifest } from '../../pipeline/write-manifest';
import { createAdaptiveLimit } from '../../queue/adaptive-limit';
import { createLane } from '../../queue/lane';
import type { Clock, Handler, HandlerContext, HandlerResult } from '../../queue/ports';
import { createQueue } from '../../queue/queue';
import { systemClock } from '../browser-ports';
import { Database } from '../db';
import { createDexieShelf } from '../dexie-shelf';
import { createDexieTaskStore } from '../dexie-task-store';
import { createDiskJobs } from '../disk-jobs';
import { createNameFiles } from '../file-names';
import { createJobs } from '../jobs';
import { createOpenUploads } from '../open-uploads';
import { createPushLog } from '../push-rows';
import { createPushes } from '../pushes';
import { createSecrets } from '../secrets';
import { createCredentials, createStores } from '../stores';
import { createCodeLog } from '../vendor-codes';
import { createMemoryDisk } from './memory-disk';

let opened = 0;

type Copy = (task: Task, context: HandlerContext) => Promise<HandlerResult>;

/** The commands on stores and jobs as the app composes them, on a database in memory; Ozon and copying are given. */
export function createDesk(fetch: Fetch, copy: Copy, now: () => number = Date.now, clock: Clock = systemClock) {
  opened += 1;
  const db = new Database(`desk-${opened}`);
  const secrets = createSecrets(db);
  const ozon = createOzonApi({ fetch, now, timeoutMs: () => 1000 });
  const seqOf = (task: Task) => Number(task.id.split('/')[2]);
  const copying: Handler = {
    run: (task, context) => context.connect(() => copy(task, context)),
    onFailed: (task, error) => [{ seq: seqOf(task), failed: 1, error }],
  };
  const credentialOf = createCredentials(db, secrets);
  const pushing = { ozon, credentialOf, log: createPushLog(db), now };
  const disk = createMemoryDisk(createDexieShelf(db));
  const limit = createAdaptiveLimit({ now, fixed: 2 });
  const codeLog = createCodeLog(db);
  const readCodes = createReadCodes({ ozon, credentialOf, log: codeLog, lock: { hold: (_, work) => work() }, now });
  const queue = createQueue({
    store: createDexieTaskStore(db),
    lock: { hold: (_, work) => work() },
    wakeup: { at: async () => {} },
    clock,
    random: Math.random,
    handlers: {
      'list-products': createListProducts({ ozon, credentialOf }),
      'match-codes': createMatchCodes({ log: codeLog, readCodes, now }),
      'enqueue-images': createEnqueueImages({ known: nothingKnown }),
      'resolve-products': createResolveProducts({
        ozon,
        credentialOf,
        nameFiles: createNameFiles(db),
        known: nothingKnown,
      }),
      'copy-image': copying,
      'keep-image': createKeepImage({ fetch, timeoutMs: () => 1000, shelf: disk.shelf }),
      'pack-zip': createPackZip(disk),
      'write-manifest': createWriteManifest(disk),
      'save-file': createSaveFile({ ...disk, pause: (id) => jobs.pause(id) }),
      'upload-file': copying,
      'push-pictures': createPushPictures({ ...pushing, look: async () => [] }),
      'await-import': createAwaitImport(pushing),
    },
    createLanes: () => [
      createLane('list-products', limit),
      createLane('match-codes', limit),
      createLane('resolve-products', limit),
      createLane('enqueue-images', limit),
      createLane('copy-image', limit),
      createLane('keep-image', limit),
      createLane('pack-zip', limit),
      createLane('write-manifest', limit),
      createLane('save-file', limit),
      createLane('upload-file', limit),
      createLane('push-pictures', limit),
      createLane('await-import', limit),
    ],
  });
  const abortedUploads: string[] = [];
  const uploads = createOpenUploads({
    ...{ db, now, wakeup: { at: async () => {} } },
    cloud: async () => ({
      placeNow: async () => 'here',
      parts: { abort: async ({ uploadId }) => void abortedUploads.push(uploadId) },
    }),
  });
  const sweepUploads = () => void uploads.sweep();
  const jobs = createJobs({ db, queue, disk: createDiskJobs({ ...disk, db }), sweepUploads, now });
  const stores = createStores({ db, secrets, ozon, jobs, now });
  const pushes = createPushes({ db, ozon, credentialOf, queue, now });
  return { db, secrets, queue, jobs, stores, pushes, disk, abortedUploads };
}

/** An id as a page sends it. */
export const storeIdOf = (id: string) => storeId.parse(id);
