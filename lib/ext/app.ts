import { browser } from '#imports';
import { defaultSettings, settings as settingsSchema } from '../core/settings';
import { createOzonApi } from '../ozon/api';
import { createAwaitImport } from '../pipeline/await-import';
import { createCopyImage } from '../pipeline/copy-image';
import { enqueueImages } from '../pipeline/enqueue-images';
import { createPushPictures } from '../pipeline/push-pictures';
import { createResolveProducts } from '../pipeline/resolve-products';
import { createAdaptiveLimit, createLimitMemory } from '../queue/adaptive-limit';
import { createLane } from '../queue/lane';
import { createQueue } from '../queue/queue';
import { createCompanionClient } from '../storage/companion-client';
import { createObjectStorage } from '../storage/object-storage';
import { withProgressBadge } from './badge';
import { alarmWakeup, queueAlarm, systemClock, webLock } from './browser-ports';
import { createCompanion } from './companion';
import { createDatabase } from './db';
import { createDexieTaskStore } from './dexie-task-store';
import { openGate } from './gate';
import { installHeaderRule } from './header-rule';
import { createJobs } from './jobs';
import { notifyEnd, openJobOnClick } from './notify';
import { requireHosts } from './permissions';
import { createPictureCheck } from './picture-check';
import { createPortal } from './portal';
import { createPushLog } from './push-rows';
import { createPushes } from './pushes';
import { createSecrets } from './secrets';
import { settingsItem } from './storage-items';
import { createCredentials, createStores } from './stores';

/** Look-ups in flight; the Seller API has a limit of its own beside it. */
const lookupsInFlight = 2;

/** Builds the extension's background from its parts, adds every listener at once, and takes up unfinished work. */
export function startApp(): void {
  let settings = defaultSettings;
  settingsItem.watch((changed) => {
    settings = changed;
  });
  const ready = Promise.all([
    installHeaderRule(),
    settingsItem.getValue().then((stored) => {
      settings = stored;
    }),
  ]);

  const { now } = systemClock;
  const request = {
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    now,
    timeoutMs: () => settings.timeoutS * 1000,
  };
  const db = createDatabase();
  const secrets = createSecrets(db);
  const ozon = createOzonApi(request);
  const storage = createObjectStorage(request);
  const client = createCompanionClient(request);
  const companion = createCompanion({ ...request, secrets, client, storage });
  const credentialOf = createCredentials(db, secrets);
  const look = createPictureCheck({
    ...request,
    companionLook: async (urls, signal) => client.look(await companion.access(), urls, signal),
  });
  const pushing = { ozon, credentialOf, log: createPushLog(db), now };

  const copyLimit = createLimitMemory(now);

  const queue = createQueue({
    store: createDexieTaskStore(db, (job) => void notifyEnd(db, job, settings).catch(console.error)),
    lock: { hold: (name, work) => webLock.hold(name, () => withProgressBadge(db, work)) },
    wakeup: alarmWakeup,
    clock: systemClock,
    random: Math.random,
    handlers: {
      'resolve-products': createResolveProducts({ ozon, credentialOf }),
      'enqueue-images': enqueueImages,
      'copy-image': createCopyImage({ ...request, cloud: companion.cloud, storage }),
      'push-pictures': createPushPictures({ ...pushing, look }),
      'await-import': createAwaitImport(pushing),
    },
    createLanes: () => [
      createLane('resolve-products', createAdaptiveLimit({ now, fixed: lookupsInFlight }), { holds: false }),
      createLane('enqueue-images', createAdaptiveLimit({ now, fixed: 1 })),
      createLane('push-pictures', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('await-import', createAdaptiveLimit({ now, fixed: lookupsInFlight }), { holds: false }),
      createLane('copy-image', copyLimit(settings.concurrency || undefined)),
    ],
  });
  const jobs = createJobs({ db, queue, now });
  const pushes = createPushes({ db, ozon, credentialOf, queue, now });
  const portal = createPortal({ db, jobs, settings: () => settings });
  const stores = createStores({ db, secrets, ozon, jobs, now });

  openGate(ready, {
    'stores.save': stores.save,
    'stores.check': stores.check,
    'stores.delete': stores.delete,
    'companion.save': companion.save,
    'companion.check': companion.check,
    'settings.save': async (changes) => {
      await settingsItem.setValue(settingsSchema.parse({ ...(await settingsItem.getValue()), ...changes }));
    },
    'jobs.create': (request) => requireHosts().then(() => jobs.create(request)),
    'jobs.wake': async () => void queue.pump(),
    'jobs.pause': ({ id }) => jobs.pause(id),
    'jobs.resume': ({ id }) => jobs.resume(id),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.retry': ({ id }) => jobs.retry(id),
    'jobs.delete': ({ id }) => jobs.delete(id),
    'push.read': pushes.read,
    'push.check': async ({ urls }) => ({ findings: await look(urls, new AbortController().signal) }),
    'push.start': (request) => requireHosts().then(() => pushes.start(request)),
    'push.undo': (request) => requireHosts().then(() => pushes.undo(request)),
    'portal.download': (request) => requireHosts().then(() => portal.download(request)),
    'portal.push': portal.push,
    'portal.collect': portal.collect,
    'portal.view': portal.view,
    'portal.job': portal.job,
  });
  openJobOnClick(db);
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === queueAlarm) void ready.then(queue.pump);
  });
  // Neither onStartup nor onInstalled fires on every start that finds work (toolchain.md §2).
  void ready.then(queue.pump);
}
