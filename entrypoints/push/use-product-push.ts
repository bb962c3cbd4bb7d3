import { useState } from 'react';
import { type PushStatus, pushStatus } from '../../components/push/state';
import type { JobId, StoreId } from '../../lib/core/ids';
import { type JobPush, useJobPushes, useProductPushes } from '../../lib/ext/hooks/use-pushes';

export type ShownPush = JobPush & { status: PushStatus };

export type ProductPushes = ReturnType<typeof useProductPush>;

const isUnderWay = ({ status }: { status: PushStatus }) => status === 'sending' || status === 'waiting';
const withStatus = ({ push, job }: JobPush): ShownPush => ({ push, job, status: pushStatus(push, job) });

/**
 * The push a product's page shows (the one it was opened for, or one under way that was started elsewhere), the others
 * of the product, and the job that ended last, so that the card can be read again.
 */
export function useProductPush(storeId: StoreId, productId: string | undefined, job: JobId | null, onDone: () => void) {
  const own = useJobPushes(job);
  const past = useProductPushes(storeId, productId ?? '')?.map(withStatus);
  const opened = own?.map(withStatus)[0];
  const shown = opened ?? past?.find(isUnderWay);
  const ended = shown && !isUnderWay(shown) ? `${shown.push.jobId} ${shown.status}` : undefined;
  const [lastEnded, setLastEnded] = useState('');
  if (ended !== undefined && ended !== lastEnded) {
    setLastEnded(ended);
    if (shown?.status === 'done' && shown.push.undoOf === null) onDone();
  }
  return {
    known: own !== undefined,
    shown,
    underWay: shown !== undefined && isUnderWay(shown),
    past: (past ?? []).filter(({ push }) => push.jobId !== shown?.push.jobId),
    lastEnded,
  };
}
