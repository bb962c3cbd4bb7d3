import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { jobId, storeId } from '../core/ids';
import { defaultSettings } from '../core/settings';
import { emptyJob } from '../pipeline/plan-job';
import { Database } from './db';
import { createHostGuard } from './host-guard';
import { createPortal } from './portal';
import { connectionItem } from './storage-items';
import { stubApi } from './testing/stub-api';

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
  stubApi(fakeBrowser.permissions, { contains });

  const db = new Database('host-guard');
  const store = { name: 'x', clientId: '1', keyHint: '', createdAt: 1, check: null, checkError: null };
  const where = { storeId: through, field: 'offer_id', destination: 'links' } as const;
  await db.stores.add({ ...store, id: through, throughCompanion: true });
  await db.jobs.add(emptyJob(jobId.parse('job'), where, 1));
  const guard = createHostGuard(db);
  await guard.ofStore(through);
  await guard.ofJob(jobId.parse('job'));

  await db.stores.add({ ...store, clientId: '2', id: direct });
  await guard.ofStore(through);
  await expect(guard.ofStore(direct)).rejects.toMatchObject(missing);

  // A page says whose product it is; only that store's hosts are needed.
  await connectionItem.setValue({ url: 'https://companion.example.com', tokenHint: '', check: null });
  const id = jobId.parse('from-page');
  const portal = createPortal({
    db,
    jobs: { create: async () => ({ id }) },
    hosts: guard,
    settings: () => defaultSettings,
  });
  const product = { productId: '7', offerId: null, sku: null };
  const download = (companyId: string) => portal.download({ product, companyId, anyStore: false });
  expect(await download('1')).toEqual({ id });
  await expect(download('2')).rejects.toMatchObject(missing);
  await expect(guard.ofPush(jobId.parse('gone'), 0)).rejects.toMatchObject(missing);
});
