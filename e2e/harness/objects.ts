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

export type Difference = { key: string; problem: 'missing' | 'different' | 'not expected' };

/** How storage differs from what a full download of every store of the sandbox must leave. */
export async function compareObjects(stage: Stage): Promise<Difference[]> {
  const expected = (await Promise.all(stage.sandbox.stores.map((store) => expectedIn(stage, store)))).flat();
  const stored = new Map((await storedIn(stage)).map((object) => [object.key, object]));
  const known = new Set(expected.map(({ key }) => key));
  const wrong = expected.flatMap((object): Difference[] => {
    const found = stored.get(object.key);
    if (!found) return [{ key: object.key, problem: 'missing' }];
    const same =
      found.sha256 === object.sha256 && found.size === object.size && found.contentType === object.contentType;
    return same ? [] : [{ key: object.key, problem: 'different' }];
  });
  const extra = [...stored.keys()].filter((key) => !known.has(key));
  return [...wrong, ...extra.map((key): Difference => ({ key, problem: 'not expected' }))];
}

const byKey = (objects: ComparedObject[]) => objects.sort((a, b) => (a.key < b.key ? -1 : 1));
