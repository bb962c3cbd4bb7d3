import pLimit from 'p-limit';
import type { TaskKind } from '../core/task';
import type { AdaptiveLimit } from './adaptive-limit';

/** Rows claimed beyond the places there are, so that a free place never waits for the database. */
const claimedAhead = 16;

/** This many outages in a row, with no success between them, mean the way is gone and not one picture. */
const outagesBeforeHold = 3;

export type Lane = ReturnType<typeof createLane>;

/**
 * The places in which tasks of one kind run. `holds`: whether an outage of one is taken for an outage of all; not so
 * where each task may be about another shop.
 */
export function createLane(kind: TaskKind, limit: AdaptiveLimit, { holds = true } = {}) {
  const places = pLimit(limit.concurrency);
  let heldUntil = Number.NEGATIVE_INFINITY;
  let outages = 0;

  return {
    kind,

    /** How many tasks to claim now; 0 while enough of them wait, or while the lane is held. */
    room(now: number): number {
      if (now < heldUntil) return 0;
      const room = limit.concurrency + claimedAhead - places.activeCount - places.pendingCount;
      return places.pendingCount < claimedAhead / 2 ? Math.max(0, room) : 0;
    },

    run: <T>(work: () => Promise<T>): Promise<T> => places(work),

    succeeded() {
      outages = 0;
      limit.succeeded();
      if (places.concurrency !== limit.concurrency) places.concurrency = limit.concurrency;
    },

    overloaded(startedAt: number) {
      limit.overloaded(startedAt);
      places.concurrency = limit.concurrency;
    },

    /** Starts nothing before `until` when the other side named that instant, or when nothing gets through. */
    outage(startedAt: number, until: number, named: boolean) {
      if (!holds || startedAt < heldUntil) return;
      outages += 1;
      if (named || outages >= outagesBeforeHold) heldUntil = until;
    },

    /** Outages since the last success; the longer the row, the longer the next hold. */
    get outages() {
      return outages;
    },

    get heldUntil() {
      return heldUntil;
    },
  };
}
