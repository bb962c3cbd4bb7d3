import pLimit from 'p-limit';
import PQueue from 'p-queue';
import type { TaskKind } from '../core/task';
import type { AdaptiveLimit } from './adaptive-limit';

/** Rows claimed beyond the places there are, so that a free place never waits for the database. */
const claimedAhead = 32;

/**
 * Of all connections, how many may finish tasks at once. What is sent and not yet written down is done again after a
 * crash, and together with the group being written this stays within the number in flight.
 */
const nextsFor = (connections: number) => Math.ceil((connections * 2) / 3);

/** More tasks than connections: some wait for an address to be signed, and their connection works for others. */
const placesFor = (connections: number) => connections + Math.min(connections, 32);

/** This many outages in a row, with no success between them, mean the way is gone and not one picture. */
const outagesBeforeHold = 3;

export type Lane = ReturnType<typeof createLane>;

/**
 * The places in which tasks of one kind run. `holds`: whether an outage of one is taken for an outage of all; not so
 * where each task may be about another shop.
 */
export function createLane(kind: TaskKind, limit: AdaptiveLimit, { holds = true } = {}) {
  const connections = new PQueue({ concurrency: limit.concurrency });
  const nexts = pLimit(nextsFor(limit.concurrency));
  const places = pLimit(placesFor(limit.concurrency));
  let heldUntil = Number.NEGATIVE_INFINITY;
  let outages = 0;

  const resize = () => {
    if (connections.concurrency === limit.concurrency) return;
    connections.concurrency = limit.concurrency;
    nexts.concurrency = nextsFor(limit.concurrency);
    places.concurrency = placesFor(limit.concurrency);
  };

  return {
    kind,

    /** How many tasks to claim now; 0 while enough of them wait, or while the lane is held. */
    room(now: number): number {
      if (now < heldUntil) return 0;
      const room = places.concurrency + claimedAhead - places.activeCount - places.pendingCount;
      return places.pendingCount < claimedAhead / 2 ? Math.max(0, room) : 0;
    },

    run: <T>(work: () => Promise<T>): Promise<T> => places(work),

    /**
     * Runs one request of a task; as many run at once as the limit says, and each that succeeds lets it grow. `next`
     * goes before those that wait: a picture already fetched should leave memory before another one is fetched.
     */
    connect<T>(request: () => Promise<T>, { next = false } = {}): Promise<T> {
      const connected = () =>
        connections.add(
          async () => {
            const answer = await request();
            limit.succeeded();
            resize();
            return answer;
          },
          { priority: next ? 1 : 0 },
        );
      return next ? nexts(connected) : connected();
    },

    /** A task got through: whatever stood in the way is gone. */
    succeeded() {
      outages = 0;
    },

    overloaded(startedAt: number) {
      limit.overloaded(startedAt);
      resize();
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
