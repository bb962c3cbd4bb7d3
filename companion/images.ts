import type { Fetch } from '../lib/net/request';
import { fetchPicture } from '../lib/pipeline/fetch-picture';
import { createObjectStorage } from '../lib/storage/object-storage';
import { createImageProvider } from './ai/image-provider';
import { createPictureMaker } from './ai/make-picture';
import { createOutputs } from './ai/outputs';
import { createPictureStore } from './ai/store-picture';
import type { CompanionConfig } from './config';
import type { Database } from './database/database';
import type { Presign } from './presign';
import { createPublicFetch } from './public-fetch';
import type { TakeQuota } from './quota';
import { imageRoutes } from './routes/images';

type Deps = {
  fetchPublic: Fetch;
  /** Reaches what the owner configured: the storage, and the image provider. */
  fetchStorage: Fetch;
  database?: Database | undefined;
  presign: Presign;
  take: TakeQuota;
  now: () => number;
};

/** For one picture from somebody's address, body included. */
const pictureTimeoutMs = 20_000;
const storageTimeoutMs = 60_000;

/** A Worker has 128 MB for all it does at once, and a picture in base64 lies there three times. */
const mostBytes = 25 * 1024 * 1024;

/** G8 put together: its routes, and what health says of it. */
export function createImages(config: CompanionConfig, deps: Deps) {
  const { fetchPublic, fetchStorage, database, presign, take, now } = deps;
  const maxBytes = Math.min(config.maxObjectBytes, mostBytes);
  const context = () => ({
    signal: new AbortController().signal,
    now,
    connect: <T>(request: () => Promise<T>) => request(),
  });
  const pictureBy = (fetch: Fetch) => (url: string) =>
    fetchPicture({ fetch, timeoutMs: () => pictureTimeoutMs }, { url, maxBytes }, context());
  const pictureAt = pictureBy(createPublicFetch(config, fetchPublic));

  const settings = config.imageProvider;
  const isProvider = (url: string) =>
    settings !== undefined && URL.canParse(url) && new URL(url).origin === new URL(settings.baseUrl).origin;
  // The provider may run inside its owner's network; its answers lead there and nowhere else.
  const ownFetch: Fetch = (url, init) => fetchStorage(url, { ...init, redirect: 'manual' });
  const madeAt = (url: string) => (isProvider(url) ? pictureBy(ownFetch)(url) : pictureAt(url));
  const provider = settings && createImageProvider(settings, { fetch: fetchStorage, pictureAt: madeAt, maxBytes, now });

  const storage = createObjectStorage({ fetch: fetchStorage, now, timeoutMs: () => storageTimeoutMs });
  const outputs = database && createOutputs(database);
  const store = createPictureStore({ presign, storage, now });
  const make = createPictureMaker({ pictureAt, store, provider, outputs, take, now });
  const plugin = { name: 'images', display_name: 'Image generation', category: 'ai', enabled: true };
  return {
    routes: imageRoutes(make, outputs),
    plugins: () => (provider ? [{ ...plugin, healthy: provider.healthy() }] : []),
  };
}
