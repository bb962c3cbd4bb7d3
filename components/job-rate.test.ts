import { describe, expect, it } from 'vitest';
import { addSample, advance, rateOf, type Sample, type SpeedTrack, secondsLeft } from './job-rate';

const collect = (...counts: [at: number, done: number][]) =>
  counts.reduce<Sample[]>((samples, [at, done]) => addSample(samples, { at, done }), []);

describe('rate', () => {
  it('is units per second between the oldest and the newest sample', () => {
    expect(rateOf(collect([0, 0], [1000, 10], [2000, 30]))).toBe(15);
  });

  it('forgets what is older than ten seconds', () => {
    expect(rateOf(collect([0, 0], [5000, 500], [15_000, 510]))).toBe(1);
  });

  it('is unknown with one sample or two taken together', () => {
    expect(rateOf(collect([0, 5]))).toBeUndefined();
    expect(rateOf(collect([0, 5], [100, 9]))).toBeUndefined();
  });

  it('begins anew when failed pictures are taken back for a retry', () => {
    expect(rateOf(collect([0, 90], [1000, 100], [2000, 80], [3000, 84]))).toBe(4);
  });

  it('falls to zero when nothing moves', () => {
    expect(rateOf(collect([0, 7], [1000, 7], [2000, 7]))).toBe(0);
  });
});

describe('time left', () => {
  it('is what is left at this rate', () => {
    expect(secondsLeft(120, 4)).toBe(30);
  });

  it('is unknown while nothing moves or nothing is known', () => {
    expect(secondsLeft(120, 0)).toBeUndefined();
    expect(secondsLeft(120, undefined)).toBeUndefined();
    expect(secondsLeft(undefined, 4)).toBeUndefined();
  });
});

describe('advance', () => {
  const trackOf = (counts: number[], most = 9) =>
    counts.reduce<SpeedTrack>((track, done, second) => advance(track, { at: second * 1000, done }, most), {
      samples: [],
      speeds: [],
    });

  it('gives a speed for every second but the first, evened out over three', () => {
    expect(trackOf([0, 10, 20, 60, 60, 60]).speeds).toEqual([10, 10, 20, 50 / 3, 40 / 3]);
  });

  it('keeps the latest', () => {
    expect(trackOf([0, 1, 3, 6, 10], 2).speeds).toEqual([2, 3]);
    expect(trackOf(Array.from({ length: 500 }, (_, second) => second)).samples).toHaveLength(4);
  });
});
