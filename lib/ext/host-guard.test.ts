import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { jobId, storeId } from '../core/ids';
import { emptyJob } from '../pipeline/plan-job';
import { Database } from './db';
import { createHostGuard } from './host-guard';

const ozonApi = 'https://api-seller.ozon.ru/*';
const [direct, through] = [storeId.parse('direct'), storeId.parse('through')];
const missing = { code: 'permission.missing' };

it('wants the Seller API of the browser only for stores that ask it directly', async () => {
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({
    ...{ manifest_version: 3, name: 'x', version: '1' },
    host_permissions: [ozonApi, 'https://*.ozone.ru/*'],
  });
  // Everything is granted but the Seller API.
  const contains = async ({ origins }: { origins: string[] }) => !origins.includes(ozonApi);
  Object.assign(fakeBrowser.permissions, { contains });

  const db = new Database('host-guard');
  const store = { name: 'x', clientId: '1', keyHint: '', createdAt: 1, check: null, checkError: null };
  const where = { storeId: through, field: 'offer_id', destination: 'links' } as const;
  await db.stores.add({ ...store, id: through, throughCompanion: true });
  await db.jobs.add(emptyJob(jobId.parse('job'), where, 1));
  const guard = createHostGuard(db);
  await guard.ofStore(through);
  await guard.ofJob(jobId.parse('job'));
  await guard.ofAny();

  await db.stores.add({ ...store, id: direct });
  await guard.ofStore(through);
  await expect(guard.ofStore(direct)).rejects.toMatchObject(missing);
  await expect(guard.ofAny()).rejects.toMatchObject(missing);
  await expect(guard.ofPush(jobId.parse('gone'), 0)).rejects.toMatchObject(missing);
});
