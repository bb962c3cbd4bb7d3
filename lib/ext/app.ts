import { browser } from '#imports';
import { defaultSettings, settings as settingsSchema } from '../core/settings';
import { createBytePool } from '../net/byte-pool';
import { createOzonApi } from '../ozon/api';
import { createAwaitImport } from '../pipeline/await-import';
import { createCopyImage } from '../pipeline/copy-image';
import { createEnqueueImages } from '../pipeline/enqueue-images';
import { createKeepImage } from '../pipeline/keep-image';
import { createListProducts } from '../pipeline/list-products';
import { createMatchCodes } from '../pipeline/match-codes';
import { createPackZip } from '../pipeline/pack-zip';
import { createPushPictures } from '../pipeline/push-pictures';
import { createReadCodes } from '../pipeline/read-codes';
import { createResolveProducts } from '../pipeline/resolve-products';
import { createSaveFile } from '../pipeline/save-file';
import { createSendInParts } from '../pipeline/send-in-parts';
import { createUploadFile } from '../pipeline/upload-file';
import { createWriteManifest } from '../pipeline/write-manifest';
import { atMost, createAdaptiveLimit, createLimitMemory } from '../queue/adaptive-limit';
import { createLane } from '../queue/lane';
import { createQueue } from '../queue/queue';
import { createCompanionClient } from '../storage/companion-client';
import { createObjectStorage } from '../storage/object-storage';
import { createOzonRelay } from '../storage/ozon-relay';
import { archiveFiles, deleteArchives } from './archive-files';
import { withProgressBadge } from './badge';
import { alarmWakeup, heldLocks, queueAlarm, systemClock, uploadsAlarm, webLock } from './browser-ports';
import { createCompanion } from './companion';
import { createDatabase } from './db';
import { createDexieShelf } from './dexie-shelf';
import { createDexieTaskStore } from './dexie-task-store';
import { createDiskJobs } from './disk-jobs';
import { createNameFiles } from './file-names';
import { createFileSaver } from './file-saver';
import { openGate } from './gate';
import { installHeaderRule } from './header-rule';
import { createHostGuard } from './host-guard';
import { createJobs } from './jobs';
import { notifyEnd, openJobOnClick } from './notify';
import { createObjectUrls } from './object-urls';
import { createOpenUploads } from './open-uploads';
import { createPictureCheck } from './picture-check';
import { createPortal } from './portal';
import { createKeptFiles, dropUploaded, sweepKeptFiles } from './push-files/kept-files';
import { createUploads } from './push-files/uploads';
import { createPushLog } from './push-rows';
import { createPushes } from './pushes';
import { createSecrets } from './secrets';
import { settingsItem } from './storage-items';
import { createStoredPictures } from './stored-pictures';
import { createCredentials, createStores } from './stores';
import { createCodeLog, createCodeRefresh } from './vendor-codes';

/** Look-ups in flight; the Seller API has a limit of its own beside it. */
const lookupsInFlight = 2;
/** The disk takes no more at once, and every picture in flight is in memory twice. */
const keptInFlight = 12;
/** Files being saved; the browser asks other extensions and its own guards about each. */
const savesInFlight = 3;

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
  const client = createCompanionClient(request);
  const relay = createOzonRelay({ client, access: () => companion.access() });
  const ozon = createOzonApi({
    ...request,
    fetch: (url, init, credential) =>
      credential.throughCompanion ? relay(url, init, credential) : request.fetch(url, init),
  });
  const storage = createObjectStorage(request);
  const companion = createCompanion({ ...request, secrets, client, storage });
  const stored = createStoredPictures({ db, cloud: companion.cloud });
  const credentialOf = createCredentials(db, secrets);
  const look = createPictureCheck({
    ...request,
    companionLook: async (urls, signal) => client.look(await companion.access(), urls, signal),
  });
  const pushing = { ozon, credentialOf, log: createPushLog(db), now };

  const disk = createDiskJobs({ db, settings: () => settings, deleteArchives });
  const shelf = createDexieShelf(db);
  const saving = { shelf, archives: archiveFiles, saver: createFileSaver(db, createObjectUrls(db)) };

  const uploads = createOpenUploads({ db, now, wakeup: alarmWakeup(uploadsAlarm), cloud: companion.cloud });
  const sendInParts = createSendInParts({ storage, uploads, sleep: systemClock.sleep });
  const sending = { storage, sendInParts, pool: createBytePool() };
  const sweepUploads = () => void uploads.sweep().catch(console.error);

  const copyLimit = createLimitMemory(now);
  const keepLimit = createLimitMemory(now);
  const uploadLimit = createLimitMemory(now);

  const codeLog = createCodeLog(db);
  const readCodes = createReadCodes({ ozon, credentialOf, log: codeLog, lock: webLock, now });

  const queue = createQueue({
    store: createDexieTaskStore(db, (job) => {
      void notifyEnd(db, job, settings).catch(console.error);
      if (job.destination === 'upload') void dropUploaded(db, job.id).catch(console.error);
      void disk.ended(job).catch(console.error);
      sweepUploads();
    }),
    lock: { hold: (name, work) => webLock.hold(name, () => withProgressBadge(db, work)) },
    wakeup: alarmWakeup(queueAlarm),
    clock: systemClock,
    random: Math.random,
    handlers: {
      'list-products': createListProducts({ ozon, credentialOf }),
      'match-codes': createMatchCodes({ log: codeLog, readCodes, now }),
      'resolve-products': createResolveProducts({
        ozon,
        credentialOf,
        nameFiles: createNameFiles(db),
        known: stored.find,
      }),
      'enqueue-images': createEnqueueImages({ known: stored.find }),
      'copy-image': createCopyImage({ ...request, ...sending, cloud: companion.cloud, known: stored.find }),
      'keep-image': createKeepImage({ ...request, shelf }),
      'pack-zip': createPackZip(saving),
      'write-manifest': createWriteManifest(saving),
      'save-file': createSaveFile({ ...saving, pause: (id) => jobs.pause(id) }),
      'upload-file': createUploadFile({ ...sending, cloud: companion.cloud, files: createKeptFiles(db) }),
      'push-pictures': createPushPictures({ ...pushing, look }),
      'await-import': createAwaitImport(pushing),
    },
    createLanes: () => [
      createLane('list-products', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('match-codes', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('resolve-products', createAdaptiveLimit({ now, fixed: lookupsInFlight }), { holds: false }),
      createLane('copy-image', copyLimit(settings.concurrency || undefined)),
      createLane('keep-image', atMost(keptInFlight, keepLimit(settings.concurrency || undefined))),
      // After those: the first pictures of a look-up need not wait until the rows of its others are written.
      createLane('enqueue-images', createAdaptiveLimit({ now, fixed: 1 })),
      createLane('upload-file', atMost(keptInFlight, uploadLimit(settings.concurrency || undefined))),
      createLane('push-pictures', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('await-import', createAdaptiveLimit({ now, fixed: lookupsInFlight }), { holds: false }),
      createLane('pack-zip', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('write-manifest', createAdaptiveLimit({ now, fixed: 1 }), { holds: false }),
      createLane('save-file', createAdaptiveLimit({ now, fixed: savesInFlight }), { holds: false }),
    ],
  });
  const jobs = createJobs({ db, queue, disk, sweepUploads, now });
  const pushes = createPushes({ db, ozon, credentialOf, queue, now });
  const upload = createUploads({ db, queue, now });
  const hosts = createHostGuard(db);
  const portal = createPortal({ db, jobs, hosts, settings: () => settings });
  const stores = createStores({ db, secrets, ozon, jobs, now });

  const refreshCodes = createCodeRefresh({ db, readCodes, now });

  openGate(ready, {
    'stores.save': stores.save,
    'stores.check': stores.check,
    'stores.delete': stores.delete,
    'stores.size': (store) => hosts.ofStore(store.id).then(() => stores.size(store)),
    'codes.read': (store) => hosts.ofStore(store.id).then(() => refreshCodes(store)),
    'companion.save': companion.save,
    'companion.check': companion.check,
    'settings.save': async (changes) => {
      await settingsItem.setValue(settingsSchema.parse({ ...(await settingsItem.getValue()), ...changes }));
    },
    'jobs.create': (request) => hosts.ofStore(request.storeId).then(() => jobs.create(request)),
    'jobs.wake': async () => void queue.pump(),
    'jobs.pause': ({ id }) => jobs.pause(id),
    'jobs.resume': ({ id }) => jobs.resume(id),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.retry': ({ id, code }) => jobs.retry(id, code),
    'jobs.again': ({ id }) => hosts.ofJob(id).then(() => jobs.again(id)),
    'jobs.delete': ({ id }) => jobs.delete(id),
    'stored.forget': stored.forget,
    'push.read': pushes.read,
    'push.check': async ({ urls }) => ({ findings: await look(urls, new AbortController().signal) }),
    'push.upload': (request) => hosts.ofStore(request.storeId).then(() => upload(request)),
    'push.start': (request) => hosts.ofStore(request.storeId).then(() => pushes.start(request)),
    'push.undo': (request) => hosts.ofPush(request.id, request.seq).then(() => pushes.undo(request)),
    'portal.download': portal.download,
    'portal.push': portal.push,
    'portal.collect': portal.collect,
    'portal.view': portal.view,
    'portal.job': portal.job,
  });
  openJobOnClick(db);
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === queueAlarm) void ready.then(queue.pump);
    if (name === uploadsAlarm) sweepUploads();
  });
  // Neither onStartup nor onInstalled fires on every start that finds work (toolchain.md §2).
  void ready.then(queue.pump);
  void sweepKeptFiles(db, heldLocks).catch(console.error);
  void disk.sweep().catch(console.error);
  sweepUploads();
}
