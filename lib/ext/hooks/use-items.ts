import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import type { JobId } from '../../core/ids';
import type { Item } from '../../core/job';
import { type ItemChoice, type Reason, readItems, readReasons } from '../read-items';
import { pageDatabase } from './page-database';

type ItemsRead = { choice: ItemChoice; from: number; items: Item[] };

/** Lines `from`–`to` (not included) of a choice as they are now; for a moment still those asked for before. */
export function useItems(id: JobId, choice: ItemChoice, from: number, to: number): ItemsRead | undefined {
  return useLiveQuery(async () => {
    return { choice, from, items: await readItems(pageDatabase, id, choice, from, to) };
  }, [id, choice, from, to]);
}

/**
 * The reasons of failed lines; undefined until known. Read again when `version` changes and not with every write:
 * counting tens of thousands takes a while, and the worker would wait with its writes.
 */
export function useReasons(id: JobId, version: string): Reason[] | undefined {
  const [reasons, setReasons] = useState<Reason[]>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for another look.
  useEffect(() => {
    let current = true;
    void readReasons(pageDatabase, id).then((read) => current && setReasons(read));
    return () => {
      current = false;
    };
  }, [id, version]);
  return reasons;
}
