import type { JobId } from '../core/ids';
import type { PictureSet, Push, PushProblem } from '../core/push';
import type { ItemChange } from '../core/tally';

/** Pushes on disk. Every step of a push is written here before the next one begins. */
export interface PushLog {
  /** The pushes of a job at these places, in their order; those that are gone are left out. */
  read(job: JobId, seqs: number[]): Promise<Push[]>;
  write(pushes: Push[]): Promise<void>;
}

export const isSettledPush = ({ state }: Pick<Push, 'state'>): boolean => state === 'done' || state === 'failed';

/** Same pictures in the same order with the same colour sample. */
export const sameSet = (a: PictureSet, b: PictureSet): boolean =>
  a.colour === b.colour &&
  a.pictures.length === b.pictures.length &&
  a.pictures.every((url, index) => url === b.pictures[index]);

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

/** What settled pushes change on the job's list. Taken from the rows, so that a repeated run tells the same. */
export function changesOfPushes(pushes: Push[]): ItemChange[] {
  return pushes.filter(isSettledPush).map(({ seq, state, next, error, after }) => {
    const total = countPictures(next);
    const failed = state === 'done' ? 0 : total - Math.min(total, after ? countPictures(after) : 0);
    return {
      seq,
      set: { status: state === 'done' ? 'success' : 'failed' },
      succeeded: state === 'done' ? total : 0,
      failed: state === 'done' ? 0 : Math.max(1, failed),
      ...(error && { error }),
    };
  });
}
