import type { Clock, Outcome, TaskStore } from './ports';

/**
 * Outcomes that come within this time share a transaction, and pictures of one product one write of their line. The
 * number is what a dying worker may have to do again beside the pictures in flight.
 */
const group = { ms: 150, outcomes: 16 };

type Waiting = { outcome: Outcome; resolve: () => void; reject: (reason: unknown) => void };

/** New work should not wait for company. */
const isUrgent = (outcome: Outcome) =>
  outcome.type === 'done' && (outcome.spawn.length > 0 || outcome.append !== undefined);

/**
 * Writes outcomes in groups, one transaction at a time. The promise of an outcome resolves once it is on disk; what a
 * dying worker has not written by then is done again.
 */
export function createSettler(store: Pick<TaskStore, 'settle'>, clock: Clock) {
  let waiting: Waiting[] = [];
  let writing = false;
  let hurry = new AbortController();

  async function write() {
    writing = true;
    while (waiting.length > 0) {
      if (waiting.length < group.outcomes) await clock.sleep(group.ms, hurry.signal);
      const batch = waiting;
      waiting = [];
      hurry = new AbortController();
      try {
        await store.settle(
          batch.map(({ outcome }) => outcome),
          clock.now(),
        );
        for (const { resolve } of batch) resolve();
      } catch (thrown) {
        for (const { reject } of batch) reject(thrown);
      }
    }
    writing = false;
  }

  /** `last`: nothing else is under way, so no company will come. */
  return (outcome: Outcome, last: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ outcome, resolve, reject });
      if (last || isUrgent(outcome) || waiting.length >= group.outcomes) hurry.abort();
      if (!writing) void write();
    });
}
