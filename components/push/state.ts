import type { ErrorShape } from '../../lib/core/app-error';
import { isOpen, type Job } from '../../lib/core/job';
import { type PictureSet, type Push, sameSet } from '../../lib/core/push';

/** What a push looks like from outside. */
export type PushStatus = 'sending' | 'waiting' | 'done' | 'failed';

const statuses = {
  planned: 'sending',
  ready: 'sending',
  sending: 'sending',
  waiting: 'waiting',
  confirming: 'waiting',
  done: 'done',
  failed: 'failed',
} as const satisfies Record<Push['state'], PushStatus>;

const isSettled = ({ state }: Push) => state === 'done' || state === 'failed';

/** How a push is doing; one whose job has ended or was deleted without it has failed. */
export function pushStatus(push: Push, job: Pick<Job, 'status'> | undefined): PushStatus {
  return isSettled(push) || (job && isOpen(job.status)) ? statuses[push.state] : 'failed';
}

/** Why a push failed. Stopped before it was sent, it has changed nothing; stopped later, nobody knows. */
export function pushError(push: Push, status: PushStatus): ErrorShape | 'stopped' | null {
  if (push.error !== null || status !== 'failed' || push.state === 'failed') return push.error;
  return push.sends === 0 ? 'stopped' : { code: 'push.not_sure', params: {} };
}

/** The state of several pushes in one word: the first of these that any of them is in. */
export function overallStatus(all: PushStatus[]): PushStatus {
  const order: PushStatus[] = ['sending', 'waiting', 'failed', 'done'];
  return order.find((status) => all.includes(status)) ?? 'sending';
}

/** What an undo needs: the card as it is now, to be shown, and the putting back in place of what was shown. */
export type UndoActions = {
  read: (push: Push) => Promise<PictureSet>;
  put: (push: Push, shown: PictureSet) => Promise<unknown>;
};

/** Whether there is an older set to put back: the push may have changed the card, and what was on it is known. */
export function mayUndo(push: Push, status: PushStatus): boolean {
  const settled = status === 'done' || status === 'failed';
  const unchanged = push.after !== null && push.before !== null && sameSet(push.after, push.before);
  return settled && push.sends > 0 && !unchanged && push.before !== null && push.before.pictures.length > 0;
}
