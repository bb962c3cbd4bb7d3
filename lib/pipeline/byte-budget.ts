/** How many of the last sizes say what the next one will be. */
const remembered = 16;

export type ByteBudget = ReturnType<typeof createByteBudget>;

/**
 * Lets work begin while what it holds in memory fits into `limit` bytes; one always may. The size of a picture is known
 * only when it is there, so each is taken for as large as the largest of the last ones, and the first for `largest`.
 */
export function createByteBudget(limit: number, largest: number) {
  const sizes: number[] = [];
  const waiting: ((taken: number) => void)[] = [];
  let held = 0;
  let working = 0;

  const expected = () => (sizes.length === 0 ? largest : Math.max(...sizes));
  const fits = () => working === 0 || held + expected() <= limit;

  function note(size: number) {
    sizes.push(size);
    if (sizes.length > remembered) sizes.shift();
  }

  /** Those that waited longest first; each that begins leaves less room for the next. */
  function admit() {
    while (waiting.length > 0 && fits()) waiting.shift()?.(begin());
  }

  function begin(): number {
    const taken = expected();
    working += 1;
    held += taken;
    return taken;
  }

  return {
    /** Runs `work` when there is room; it says by `weigh` how large the thing turned out to be. */
    async hold<T>(work: (weigh: (bytes: number) => void) => Promise<T>): Promise<T> {
      const isFree = waiting.length === 0 && fits();
      let own = isFree ? begin() : await new Promise<number>((resolve) => waiting.push(resolve));
      const weigh = (bytes: number) => {
        note(bytes);
        held += bytes - own;
        own = bytes;
        admit();
      };
      try {
        return await work(weigh);
      } finally {
        working -= 1;
        held -= own;
        admit();
      }
    },
  };
}
