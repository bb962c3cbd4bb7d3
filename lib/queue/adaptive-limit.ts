/** Most pictures in flight; measured to be where HTTP/2 stops paying (toolchain.md §5). */
export const concurrencyCeiling = 48;
const start = 5;
/** What was found says nothing about the way after this. */
const staleMs = 60_000;
/** A round must be this much faster than the last that paid, or it counts as dull. */
const worthwhile = 1.05;
/** Dull rounds before growing stops: one may be chance, and beyond 40 places three steps of one make 5 %. */
const patience = { doubling: 2, adding: 3 };
/** What the best rate counts for after each further dull round: conditions change, so growing is tried again. */
const fading = 0.98;

type Options = { now: () => number; fixed?: number | undefined; from?: number | undefined };

export type AdaptiveLimit = ReturnType<typeof createAdaptiveLimit>;

/**
 * A limit that finds itself (product.md C4), in the manner of TCP. It starts at 5 and doubles each round while rounds
 * get faster, then adds one a round while that still pays; places that did not pay are given back; overload halves it.
 * `fixed` (1–48) switches all that off; `from` is where to begin instead of 5.
 * A round is as many successes as there were places when it began.
 */
export function createAdaptiveLimit({ now, fixed, from = start }: Options) {
  let concurrency = fixed ?? from;
  let doubling = true;
  let dull = 0;
  let lastCut = Number.NEGATIVE_INFINITY;
  let round = { size: concurrency, done: 0, since: now() };
  let paid = { size: concurrency, rate: 0 };

  const grow = () => {
    concurrency = Math.min(concurrencyCeiling, concurrency + 1);
  };

  function endRound() {
    const rate = round.done / Math.max(1, now() - round.since);
    const enough = doubling ? patience.doubling : patience.adding;
    dull = rate < paid.rate * worthwhile ? dull + 1 : 0;
    if (dull === 0) paid = { size: round.size, rate };
    if (dull > enough) paid.rate *= fading;
    if (dull === enough) {
      concurrency = paid.size;
      doubling = false;
    } else if (dull < enough && !doubling) grow();
    round = { size: concurrency, done: 0, since: now() };
  }

  return {
    get concurrency() {
      return concurrency;
    },

    succeeded() {
      if (fixed !== undefined) return;
      round.done += 1;
      if (doubling) grow();
      if (round.done >= round.size) endRound();
    },

    /** `startedAt` of the refused request: those begun before the last halving say nothing new. */
    overloaded(startedAt: number) {
      if (fixed !== undefined || startedAt < lastCut) return;
      concurrency = Math.max(1, Math.floor(concurrency / 2));
      doubling = false;
      dull = 0;
      lastCut = now();
      round = { size: concurrency, done: 0, since: now() };
      paid = { size: concurrency, rate: 0 };
    },
  };
}

/** The same limit, never above `most`. */
export const atMost = (most: number, limit: AdaptiveLimit): AdaptiveLimit => ({
  ...limit,
  get concurrency() {
    return Math.min(most, limit.concurrency);
  },
});

/** Gives limits for one run after another: a run that begins soon after the last starts with what that one found. */
export function createLimitMemory(now: () => number) {
  let last: { limit: AdaptiveLimit; usedAt: number } | undefined;
  return (fixed: number | undefined): AdaptiveLimit => {
    const known = last !== undefined && now() - last.usedAt < staleMs ? last.limit.concurrency : undefined;
    const limit = createAdaptiveLimit({ now, fixed, from: known });
    const entry = { limit, usedAt: now() };
    if (fixed === undefined) last = entry;
    return {
      ...limit,
      get concurrency() {
        return limit.concurrency;
      },
      succeeded() {
        entry.usedAt = now();
        limit.succeeded();
      },
    };
  };
}
