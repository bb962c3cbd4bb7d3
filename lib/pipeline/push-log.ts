import type { JobId } from '../core/ids';
import type { PictureSet, Push, PushProblem } from '../core/push';
import type { ItemChange } from '../core/tally';

/** Pushes on disk. Every step of a push is written here before the next one begins. */
export interface PushLog {
  /** The pushes of a job at these places, in their order; those that are gone are left out. */
  read(job: JobId, seqs: number[]): Promise<Push[]>;
  /** Writes pushes that are still there and not settled yet, and gives those: one that was stopped stays stopped. */
  write(pushes: Push[]): Promise<Push[]>;
}

export const isSettledPush = ({ state }: Pick<Push, 'state'>): boolean => state === 'done' || state === 'failed';

/** Pictures of a set, colour sample included. */
export const countPictures = ({ pictures, colour }: PictureSet): number => pictures.length + (colour === null ? 0 : 1);

export const failedPush = (
  push: Push,
  error: Push['error'],
  settledAt: number,
  problems: PushProblem[] = [],
): Push => ({
  ...push,
  state: 'failed',
  error,
  problems,
  settledAt,
});

/**
 * What settled pushes change on the job's list, with the places in `seqs` whose rows are gone or unreadable as failures.
 * Taken from the rows, so that a repeated run tells the same.
 */
export function changesOfPushes(pushes: Push[], seqs: number[]): ItemChange[] {
  const lost = seqs.filter((seq) => !pushes.some((push) => push.seq === seq));
  return [...pushes.filter(isSettledPush).map(changeOf), ...lost.map(lostChange)];
}

function changeOf({ seq, state, next, error, after }: Push): ItemChange {
  const total = countPictures(next);
  if (state === 'done') return { seq, set: { status: 'success' }, succeeded: total, ...(error && { error }) };
  const failed = Math.max(1, total - Math.min(total, after ? countPictures(after) : 0));
  return { seq, set: { status: 'failed' }, failed, ...(error && { error }) };
}

const lostChange = (seq: number): ItemChange => ({
  seq,
  set: { status: 'failed' },
  failed: 1,
  error: { code: 'app.unexpected', params: {} },
});
