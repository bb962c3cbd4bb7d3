import { openApiServer } from './api/api-server';
import { createPushSide, type PushOptions } from './api/push-side';
import { openCdnServer } from './cdn/cdn-server';
import { createGallery } from './cdn/gallery';
import { expectedObjects } from './expected-objects';
import {
  apiHost,
  cdnHosts,
  type Ports,
  pictureHost,
  portalHosts,
  publicHost,
  resolverRulesFor,
  storageHost,
} from './hosts';
import { createLoopbackClient } from './loopback-client';
import { openPictureServer } from './pictures/picture-server';
import { openPortalServer, type PortalOptions } from './portal/portal-server';
import { bucketName, credentials, s3Path } from './storage/bucket';
import { openDiskBucket } from './storage/disk-bucket';
import { openMiniflareBucket } from './storage/miniflare-bucket';
import { openPublicServer } from './storage/public-server';
import { openStorageServer } from './storage/storage-server';
import { createCards } from './stores/cards';
import { demoStore } from './stores/demo-store';
import type { SandboxStore } from './stores/store';
import { createCertificate } from './tls/certificate';
import type { Protocol } from './tls/request';
import { createSecretsSeen } from './tls/secrets-seen';

const buckets = { miniflare: openMiniflareBucket, disk: openDiskBucket };

export type SandboxOptions = {
  /** Copied: what happens to cards here is not seen in the objects given. */
  stores?: SandboxStore[];
  /** For CDN and storage: `h2` offers HTTP/2 and HTTP/1.1, `h1` only the latter. */
  protocol?: Protocol;
  /** `miniflare` (the default) is the better judge, `disk` several times faster: for measurements. */
  bucket?: keyof typeof buckets;
  /** Milliseconds before each answer. */
  delayMs?: { cdn?: number; storage?: number; api?: number };
  /** Variant of the portal's pages where an address names none. */
  portal?: PortalOptions;
  imports?: PushOptions;
  /** Clock of limits, quotas and imports; a test may hold it still. */
  now?: () => number;
};

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** What the companion needs to sign for the sandbox's bucket. */
const environment = {
  R2_ENDPOINT_URL: `https://${storageHost}${s3Path}`,
  R2_ACCESS_KEY_ID: credentials.accessKeyId,
  R2_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  R2_BUCKET_NAME: bucketName,
  R2_PUBLIC_BASE: `https://${publicHost}`,
};

type Closable = { stop(): Promise<void> };

type Ported = Record<'api' | 'cdn' | 'storage' | 'publicBucket' | 'pictures' | 'portal', { port: number }>;

const portsOf = ({ api, cdn, storage, publicBucket, pictures, portal }: Ported): Ports => ({
  [apiHost]: api.port,
  ...Object.fromEntries(portalHosts.map((host) => [host, portal.port])),
  ...Object.fromEntries(cdnHosts.map((host) => [host, cdn.port])),
  [storageHost]: storage.port,
  [publicHost]: publicBucket.port,
  [pictureHost]: pictures.port,
});

async function openServers(stores: SandboxStore[], options: SandboxOptions) {
  const { protocol = 'h2', delayMs = {}, bucket: kind = 'miniflare', now = Date.now } = options;
  const seen = createSecretsSeen();
  const identity = await createCertificate();
  const gallery = createGallery(stores);
  const bucket = await buckets[kind]();
  // Filled below: Ozon's downloader reaches hosts that are not open yet.
  const ports: Ports = {};
  const push = createPushSide(gallery, ports, now, options.imports ?? {});
  const { settleDue } = push.imports;
  const ground = (delay = 0, spoken: Protocol = protocol) => ({
    identity,
    protocol: spoken,
    delayMs: delay,
    seen,
    now,
  });
  const servers = {
    api: await openApiServer(ground(delayMs.api, 'h2'), stores, push),
    cdn: await openCdnServer(ground(delayMs.cdn), gallery),
    storage: await openStorageServer(ground(delayMs.storage), bucket),
    publicBucket: await openPublicServer(ground(), bucket),
    pictures: await openPictureServer(ground(0, 'h2')),
    portal: await openPortalServer(ground(0, 'h2'), { stores, gallery, settleDue, options: options.portal ?? {} }),
  };
  Object.assign(ports, portsOf(servers));
  const closables: Closable[] = [...Object.values(servers), bucket];
  return { ...servers, ports, push, bucket, seen, gallery, certificate: identity.cert, closables };
}

/**
 * Starts Ozon's servers and R2 on loopback, under their real names for whoever uses `resolverRules`.
 * Every log keeps growing until the caller empties it (`requests.length = 0`).
 */
export async function startSandbox(options: SandboxOptions = {}) {
  const stores = structuredClone(options.stores ?? [demoStore()]);
  const servers = await openServers(stores, options);
  const { api, cdn, storage, publicBucket, pictures, portal, bucket, seen, gallery, certificate, ports, push } =
    servers;
  const cards = createCards(stores, gallery, push.imports.settleDue);
  return {
    stores,
    /** Port of each host, for clients that are no browser. */
    ports,
    resolverRules: resolverRulesFor(ports),
    /** `fetch` for servers beside the sandbox, which knows its hosts by their real names. */
    fetch: createLoopbackClient(ports).fetch,
    /** PEM of the self-signed certificate, for clients that want to trust it. */
    certificate,
    api: { requests: api.requests, faults: api.faults },
    cdn: { requests: cdn.requests, faults: cdn.faults },
    portal: { requests: portal.requests, faults: portal.faults },
    pictures: {
      requests: pictures.requests,
      faults: pictures.faults,
      /** Address of a picture by name (pictures/README.md), closed to or open for other sites' scripts. */
      url: (name: string, access: 'closed' | 'open' = 'open') =>
        `https://${pictureHost}/${access === 'open' ? 'open/' : ''}${name}`,
    },
    publicBucket: { requests: publicBucket.requests, faults: publicBucket.faults },
    storage: {
      requests: storage.requests,
      faults: storage.faults,
      environment: { ...environment } as Record<string, string>,
      objects: bucket.objects,
      /** Ids of uploads in parts that were begun and neither completed nor aborted. */
      openUploads: storage.openUploads,
      /** Empties the bucket and the log, forgets planned faults and recent writes. */
      async clear(): Promise<void> {
        await bucket.clear();
        storage.forgetWrites();
        storage.faults.clear();
        storage.requests.length = 0;
      },
    },
    /** What a product's card shows now. */
    card: cards.read,
    /** Looks at cards, and changes them as somebody else would. */
    cards,
    /** Picture imports: tasks so far, how the next ones end, how long they take. */
    imports: {
      tasks: push.imports.tasks,
      pendingFor: push.imports.pendingFor,
      next: push.plans.next,
      clear: push.plans.clear,
    },
    /** Daily quota of updates by Client-Id. */
    quota: { read: push.quotas.read, set: push.quotas.set },
    expectedObjects: (store: SandboxStore) => expectedObjects(gallery, store),
    /** Hosts to which any request carried the text, in address, headers or text body. */
    secretsSeen: seen.hostsThatSaw,
    /** Ends every server and Miniflare; open connections are cut. */
    async stop(): Promise<void> {
      await Promise.all(servers.closables.map((closable) => closable.stop()));
    },
  };
}
