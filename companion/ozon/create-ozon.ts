import type { Fetch } from '../../lib/net/request';
import type { CompanionConfig } from '../config';
import type { Database } from '../database/database';
import { createLook } from '../look';
import type { Presign } from '../presign';
import { createPublicFetch } from '../public-fetch';
import type { TakeQuota } from '../quota';
import { ozonRoutes } from '../routes/ozon';
import { createCardLock, createMemoryCardLock } from './card-lock';
import { createCardSets } from './card-sets';
import { createDownload } from './download';
import { createPush } from './push';
import { createRelay } from './relay';

/** For the whole of a call that works with Ozon, and for one request in it: before proxies give up. */
const times = { callMs: 90_000, requestMs: 20_000 };

type Deps = {
  fetchOzon: Fetch;
  fetchPublic: Fetch;
  fetchStorage: Fetch;
  presign: Presign;
  take: TakeQuota;
  /** Keeps what cards had before a push, and one push of a card from another. */
  database?: Database | undefined;
  now: () => number;
};

/** Everything that works with Ozon for a caller: download, push, and single calls passed on. */
export function createOzon(config: CompanionConfig, deps: Deps) {
  const shared = { ...deps, config, times, fetchPublic: createPublicFetch(config, deps.fetchPublic) };
  const { database, now } = deps;
  const clock = () => Math.floor(now() / 1000);
  const cardSets = database && createCardSets(database, clock);
  const lock = database ? createCardLock(database, clock) : createMemoryCardLock();
  return ozonRoutes({
    download: createDownload(shared),
    push: createPush({ ...shared, look: createLook(config, deps.fetchPublic), cardSets, lock }),
    cardSets,
    relay: createRelay({ fetch: deps.fetchOzon, baseUrl: config.ozonUrl }),
  });
}
