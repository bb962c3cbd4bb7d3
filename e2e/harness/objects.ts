import { objectKeyFor } from '../../lib/core/object-key';
import type { SandboxStore } from '../../sandbox/stores/store';
import type { Stage } from './stage';

export type ComparedObject = { key: string; sha256: string; size: number; contentType: string };

/** What storage must hold after a full download of a store, sorted by key. Archived products are read by id too. */
export async function expectedIn({ sandbox, companion }: Stage, store: SandboxStore): Promise<ComparedObject[]> {
  const expected = await sandbox.expectedObjects(store);
  return byKey(
    expected.map(({ offerId, n, extension, sha256, size, contentType }) => ({
      key: objectKeyFor(companion.userId, offerId, n, extension),
      sha256,
      size,
      contentType,
    })),
  );
}

/** What storage holds under the user's downloads, sorted by key; traces of the connection check are left out. */
export async function storedIn({ sandbox, companion }: Stage): Promise<ComparedObject[]> {
  const objects = await sandbox.storage.objects();
  return byKey(
    objects
      .filter(({ key }) => key.startsWith(`users/${companion.userId}/ozon/`))
      .map(({ key, sha256, size, contentType }) => ({ key, sha256, size, contentType })),
  );
}

const byKey = (objects: ComparedObject[]) => objects.sort((a, b) => (a.key < b.key ? -1 : 1));
