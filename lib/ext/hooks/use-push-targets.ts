import { useEffect, useState } from 'react';
import { type ErrorShape, errorShapeOf } from '../../core/app-error';
import type { ArticleField } from '../../core/article';
import type { StoreId } from '../../core/ids';
import { sendMessage } from '../send-message';
import { type PushTargets, readPushTargets } from './read-push-targets';

type Found = { targets: PushTargets; round: string };

/**
 * Products as Ozon describes them now. Read again when `round` changes; until that is done, and when it fails, the old
 * ones stay, with the round they were read for.
 */
export function usePushTargets(storeId: StoreId, field: ArticleField, ids: string[], round: string) {
  const [found, setFound] = useState<Found>();
  const [error, setError] = useState<ErrorShape>();
  const [tries, setTries] = useState(0);
  const wanted = JSON.stringify(ids);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks for the same once more
  useEffect(() => {
    let current = true;
    const read = (asked: string[]) => sendMessage('push.read', { storeId, field, ids: asked });
    setError(undefined);
    readPushTargets(read, field, JSON.parse(wanted)).then(
      (targets) => current && setFound({ targets, round }),
      (thrown: unknown) => current && setError(errorShapeOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [storeId, field, wanted, round, tries]);

  return { found, error, again: () => setTries(tries + 1) };
}
