import 'fake-indexeddb/auto';
import { storeId } from '../../core/ids';
import type { Task } from '../../core/task';
import type { Fetch } from '../../net/request';
import { createOzonApi } from '../../ozon/api';
import { createAwaitImport } from '../../pipeline/await-import';
import { enqueueImages } from '../../pipeline/enqueue-images';
import { createPushPictures } from '../../pipeline/push-pictures';
import { createResolveProducts } from '../../pipeline/resolve-products';
import { createAdaptiveLimit } from '../../queue/adaptive-limit';
import { createLane } from '../../queue/lane';
import type { Handler, HandlerContext, HandlerResult } from '../../queue/ports';
import { createQueue } from '../../queue/queue';
import { systemClock } from '../browser-ports';
import { Database } from '../db';
import { createDexieTaskStore } from '../dexie-task-store';
import { createJobs } from '../jobs';
import { createPushLog } from '../push-rows';
import { createPushes } from '../pushes';
import { createSecrets } from '../secrets';
import { createCredentials, createStores } from '../stores';

let opened = 0;

type Copy = (task: Task, context: HandlerContext) => Promise<HandlerResult>;

/** The commands on stores and jobs as the app composes them, on a database in memory; Ozon and copying are given. */
export function createDesk(fetch: Fetch, copy: Copy, now: () => number = Date.now) {
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
  const limit = createAdaptiveLimit({ now, fixed: 2 });
  const queue = createQueue({
    store: createDexieTaskStore(db),
    lock: { hold: (_, work) => work() },
    wakeup: { at: async () => {} },
    clock: systemClock,
    random: Math.random,
    handlers: {
      'enqueue-images': enqueueImages,
      'resolve-products': createResolveProducts({ ozon, credentialOf }),
      'copy-image': copying,
      'push-pictures': createPushPictures({ ...pushing, look: async () => [] }),
      'await-import': createAwaitImport(pushing),
    },
    createLanes: () => [
      createLane('resolve-products', limit),
      createLane('enqueue-images', limit),
      createLane('copy-image', limit),
      createLane('push-pictures', limit),
      createLane('await-import', limit),
    ],
  });
  const jobs = createJobs({ db, queue, now });
  const stores = createStores({ db, secrets, ozon, jobs, now });
  const pushes = createPushes({ db, ozon, credentialOf, queue, now });
  return { db, secrets, queue, jobs, stores, pushes };
}

/** An id as a page sends it. */
export const storeIdOf = (id: string) => storeId.parse(id);
