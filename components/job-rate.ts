/** A count at an instant (ms since 1970). */
export type Sample = { at: number; done: number };

const windowMs = 10_000;
/** Two samples closer than this say nothing about speed. */
const leastSpanMs = 900;

/** The samples of the last 10 s with a new one; a count that went down (a retry) begins anew. */
export function addSample(samples: Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  return [...samples.filter(({ at }) => sample.at - at <= windowMs), sample];
}

/** Units per second over the samples; undefined until two of them are about a second apart. */
export function rateOf(samples: Sample[]): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < leastSpanMs) return undefined;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** Seconds until `left` units are done at this rate; undefined while it stands still. */
export function secondsLeft(left: number | undefined, rate: number | undefined): number | undefined {
  return left === undefined || rate === undefined || rate <= 0 ? undefined : left / rate;
}

/** Counts of the last seconds, and the speeds that followed from them, units per second. */
export type SpeedTrack = { samples: Sample[]; speeds: number[] };

/** Speeds are taken over this many samples: one second alone jumps with every group of rows written. */
const smoothed = 4;

/** The track with one more sample, and no more than `most` speeds. */
export function advance({ samples, speeds }: SpeedTrack, sample: Sample, most: number): SpeedTrack {
  const next = addSample(samples, sample).slice(-smoothed);
  const speed = rateOf(next);
  return { samples: next, speeds: speed === undefined ? speeds : [...speeds, speed].slice(-most) };
}
