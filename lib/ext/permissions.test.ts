import { afterEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { askForHosts, requireHosts } from './permissions';
import { stubApi } from './testing/stub-api';

const hosts = ['https://api-seller.ozon.ru/*', 'https://*.ozone.ru/*'];

/** A browser that grants, or withholds, what it is asked about. */
function browserThat({ grants }: { grants: boolean }) {
  vi.spyOn(fakeBrowser.runtime, 'getManifest').mockReturnValue({
    manifest_version: 3,
    name: 'x',
    version: '1',
    host_permissions: hosts,
  });
  const contains = vi.fn(async () => grants);
  const request = vi.fn(async () => grants);
  stubApi(fakeBrowser.permissions, { contains, request });
  return { contains, request };
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('lets work begin where every host of the manifest is granted', async () => {
  const { contains, request } = browserThat({ grants: true });
  await requireHosts();
  await askForHosts();
  expect(contains).toHaveBeenCalledWith({ origins: hosts });
  expect(request).toHaveBeenCalledWith({ origins: hosts });
});

it('leaves out the Seller API where the companion asks it', async () => {
  const { contains, request } = browserThat({ grants: true });
  await requireHosts({ ozonApi: false });
  await askForHosts({ ozonApi: false });
  expect(contains).toHaveBeenCalledWith({ origins: hosts.slice(1) });
  expect(request).toHaveBeenCalledWith({ origins: hosts.slice(1) });
});

it('says so where one is withheld', async () => {
  browserThat({ grants: false });
  await expect(requireHosts()).rejects.toMatchObject({ code: 'permission.missing' });
  await expect(askForHosts()).rejects.toMatchObject({ code: 'permission.missing' });
});
