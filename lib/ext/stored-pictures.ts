import { objectSlotFor } from '../core/object-key';
import { folderOf, storedPicture } from '../core/stored-picture';
import type { Cloud } from '../pipeline/copy-image';
import type { KnownPictures } from '../pipeline/known-pictures';
import type { Database } from './db';

type Deps = { db: Database; cloud: () => Promise<Cloud> };

/** What is remembered of pictures in storage. Rows come from disk, so each is parsed; an unreadable one is not known. */
export function createStoredPictures({ db, cloud }: Deps) {
  const find: KnownPictures = async (pictures) => {
    if ((await db.stored.limit(1).count()) === 0) return pictures.map(() => undefined);
    const { userId, placeNow } = await cloud();
    const place = await placeNow();
    const slots = pictures.map(({ article, n }) => objectSlotFor(userId, article, n));
    const folders = [...new Set(slots.map(folderOf))];
    const rows = await db.stored.bulkGet(folders.map((folder): [string, string] => [folder, place]));
    const known = new Map(folders.map((folder, at) => [folder, rows[at]?.pictures]));
    return slots.map((slot) => storedPicture.safeParse(known.get(folderOf(slot))?.[slot]).data);
  };

  return {
    find,

    /** Forgets pictures that are no longer at their public addresses, so that the next job copies them again. */
    async forget({ pictures }: { pictures: { key: string; publicUrl: string }[] }): Promise<void> {
      const gone = new Set(pictures.map(({ publicUrl }) => publicUrl));
      await db.transaction('rw', db.stored, async () => {
        for (const folder of new Set(pictures.map(({ key }) => folderOf(key))))
          await db.stored
            .where('[folder+place]')
            .between([folder, ''], [folder, '\uffff'])
            .modify((row) => {
              for (const [slot, { publicUrl }] of Object.entries(row.pictures))
                if (gone.has(publicUrl)) delete row.pictures[slot];
            });
      });
    },
  };
}
