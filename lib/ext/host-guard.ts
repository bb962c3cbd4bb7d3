import type { JobId, StoreId } from '../core/ids';
import type { Database } from './db';
import { requireHosts } from './permissions';

export type HostGuard = ReturnType<typeof createHostGuard>;

/** Refuses work whose hosts are withheld. Errors: `permission.missing`. */
export function createHostGuard(db: Database) {
  const ofStore = async (id: StoreId | undefined): Promise<void> => {
    const store = id && (await db.stores.get(id));
    await requireHosts({ ozonApi: !store?.throughCompanion });
  };
  return {
    ofStore,
    ofJob: async (id: JobId) => ofStore((await db.jobs.get(id))?.storeId),
    ofPush: async (id: JobId, seq: number) => ofStore((await db.pushes.get([id, seq]))?.storeId),
  };
}
