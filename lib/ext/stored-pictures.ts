import { objectSlotFor } from '../core/object-key';
import { storedPicture } from '../core/stored-picture';
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
    const keys = pictures.map(({ article, n }): [string, string] => [objectSlotFor(userId, article, n), place]);
    return (await db.stored.bulkGet(keys)).map((row) => storedPicture.safeParse(row).data);
  };

  return {
    find,

    /** Forgets pictures that are no longer at their public addresses, so that the next job copies them again. */
    async forget({ pictures }: { pictures: { key: string; publicUrl: string }[] }): Promise<void> {
      const slots = pictures.map(({ key }) => key.replace(/\.[^./]+$/, ''));
      const gone = new Set(pictures.map(({ publicUrl }) => publicUrl));
      await db.transaction('rw', db.stored, async () => {
        for (const slot of slots)
          await db.stored
            .where('[slot+place]')
            .between([slot, ''], [slot, '\uffff'])
            .filter(({ publicUrl }) => gone.has(publicUrl))
            .delete();
      });
    },
  };
}
