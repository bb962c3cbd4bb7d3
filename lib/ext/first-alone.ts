type Trial = { ended: Promise<void>; end(): void; refuse(reason: unknown): void };

function createTrial(): Trial {
  const ways: Pick<Trial, 'end' | 'refuse'> = { end() {}, refuse() {} };
  const ended = new Promise<void>((resolve, reject) => {
    ways.end = resolve;
    ways.refuse = reject;
  });
  // Often nobody waits.
  ended.catch(() => undefined);
  return { ended, ...ways };
}

/**
 * Lets one work through and, once it has `passed`, all others at once. `refuse` ends those that wait with a reason, and
 * whatever comes next is alone again: what troubles a user should do so once and not as often as there is work.
 */
export function createFirstAlone() {
  let isOpen = false;
  let trial: Trial | undefined;

  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      while (!isOpen && trial) await trial.ended;
      if (isOpen) return work();
      const own = createTrial();
      trial = own;
      try {
        return await work();
      } finally {
        if (trial === own) trial = undefined;
        own.end();
      }
    },

    passed() {
      isOpen = true;
    },

    refuse(reason: unknown) {
      isOpen = false;
      trial?.refuse(reason);
      trial = undefined;
    },
  };
}
