import type { Clock, Outcome, TaskStore } from './ports';

type Waiting = { outcome: Outcome; resolve: () => void; reject: (reason: unknown) => void };

/**
 * Writes outcomes with one transaction at a time; those that arrive meanwhile share the next one. The promise of an
 * outcome resolves once it is on disk, so a task keeps its place until nothing of it can be lost.
 */
export function createSettler(store: TaskStore, clock: Clock) {
  let waiting: Waiting[] = [];
  let writing = false;

  async function write() {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
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

  return (outcome: Outcome): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ outcome, resolve, reject });
      if (!writing) void write();
    });
}
