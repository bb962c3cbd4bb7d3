/** Most pictures in flight; measured to be where HTTP/2 stops paying (toolchain.md §5). */
export const concurrencyCeiling = 48;
const start = 5;
/** A round must be this much faster than the one before, or growing stops. */
const worthwhile = 1.05;
/** Rounds without gain before growing stops: one may be chance. */
const patience = 2;

export type AdaptiveLimit = ReturnType<typeof createAdaptiveLimit>;

/**
 * A limit that finds itself (product.md C4), in the manner of TCP. It starts at 5 and doubles each round while rounds
 * get faster, then adds one a round while that still pays; overload halves it. `fixed` (1–48) switches all that off.
 * A round is as many successes as there were places when it began.
 */
export function createAdaptiveLimit({ now, fixed }: { now: () => number; fixed?: number | undefined }) {
  let concurrency = fixed ?? start;
  let doubling = true;
  let dull = 0;
  let lastCut = Number.NEGATIVE_INFINITY;
  let round = { size: concurrency, done: 0, since: now(), rate: 0 };

  const grow = () => {
    concurrency = Math.min(concurrencyCeiling, concurrency + 1);
  };

  function endRound() {
    const elapsed = Math.max(1, now() - round.since);
    const rate = round.done / elapsed;
    dull = rate < round.rate * worthwhile ? dull + 1 : 0;
    if (dull >= patience) doubling = false;
    else if (!doubling) grow();
    round = { size: concurrency, done: 0, since: now(), rate: Math.max(rate, doubling ? 0 : round.rate * 0.98) };
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
      round = { size: concurrency, done: 0, since: now(), rate: 0 };
    },
  };
}
