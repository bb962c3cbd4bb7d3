import { describe, expect, it } from 'vitest';
import { concurrencyCeiling, createAdaptiveLimit, createLimitMemory } from './adaptive-limit';

/**
 * A server that answers `count` requests, as many at once as the limit allows, each after `timeFor(in flight)` ms.
 * Gives the most there were at once.
 */
function serve(
  limit: ReturnType<typeof createAdaptiveLimit>,
  clock: { now: number },
  count: number,
  timeFor: (n: number) => number,
) {
  const ends: number[] = [];
  let most = 0;
  for (let started = 0, ended = 0; ended < count; ) {
    while (ends.length < limit.concurrency && started < count) {
      ends.push(Math.max(clock.now, ends.at(-1) ?? 0, clock.now + timeFor(ends.length + 1)));
      started += 1;
    }
    most = Math.max(most, ends.length);
    clock.now = ends.shift() ?? clock.now;
    ended += 1;
    limit.succeeded();
  }
  return most;
}

/** Every request takes 100 ms, however many there are. */
const wide = () => 100;

/** A link that carries 10 requests at full speed; with more, each takes as much longer. */
const saturated = (inFlight: number) => 100 * Math.max(1, inFlight / 10);

function create(fixed?: number) {
  const clock = { now: 0 };
  return { clock, limit: createAdaptiveLimit({ now: () => clock.now, fixed }) };
}

describe('createAdaptiveLimit', () => {
  it('starts at 5 and reaches the ceiling within 200 pictures while more at once is faster', () => {
    const { clock, limit } = create();
    expect(limit.concurrency).toBe(5);
    serve(limit, clock, 200, wide);
    expect(limit.concurrency).toBe(concurrencyCeiling);
  });

  it('never goes over the ceiling', () => {
    const { clock, limit } = create();
    expect(serve(limit, clock, 2000, wide)).toBe(concurrencyCeiling);
  });

  it('gives back what did not pay on a saturated link, and stays there', () => {
    const { clock, limit } = create();
    serve(limit, clock, 300, saturated);
    for (let n = 0; n < 100; n += 1) {
      serve(limit, clock, 30, saturated);
      expect(limit.concurrency).toBeGreaterThanOrEqual(10);
      expect(limit.concurrency).toBeLessThanOrEqual(16);
    }
  });

  it('finds places that become worth having later', () => {
    const { clock, limit } = create();
    serve(limit, clock, 300, saturated);
    serve(limit, clock, 5000, wide);
    expect(limit.concurrency).toBeGreaterThan(40);
  });

  it('halves once per storm: refusals of requests begun before the halving say nothing new', () => {
    const { clock, limit } = create();
    serve(limit, clock, 300, wide);
    clock.now += 100;
    for (let n = 0; n < 20; n += 1) limit.overloaded(clock.now - 50);
    expect(limit.concurrency).toBe(concurrencyCeiling / 2);
    clock.now += 100;
    limit.overloaded(clock.now - 50);
    expect(limit.concurrency).toBe(concurrencyCeiling / 4);
  });

  it('keeps one place in the worst storm', () => {
    const { clock, limit } = create();
    for (let n = 0; n < 20; n += 1) {
      clock.now += 100;
      limit.overloaded(clock.now);
    }
    expect(limit.concurrency).toBe(1);
  });

  it('grows again after a storm, one by one', () => {
    const { clock, limit } = create();
    serve(limit, clock, 300, wide);
    clock.now += 100;
    limit.overloaded(clock.now);
    serve(limit, clock, 24, wide);
    expect(limit.concurrency).toBe(25);
    serve(limit, clock, 2000, wide);
    expect(limit.concurrency).toBeGreaterThan(40);
  });

  it('stays at a fixed number', () => {
    const { clock, limit } = create(7);
    serve(limit, clock, 500, wide);
    limit.overloaded(clock.now + 1);
    expect(limit.concurrency).toBe(7);
  });
});

describe('createLimitMemory', () => {
  it('begins where the last run ended, as long as that is fresh', () => {
    const clock = { now: 0 };
    const next = createLimitMemory(() => clock.now);
    const first = next(undefined);
    expect(first.concurrency).toBe(5);
    serve(first, clock, 500, wide);
    const found = first.concurrency;
    expect(found).toBeGreaterThan(20);
    clock.now += 59_000;
    expect(next(undefined).concurrency).toBe(found);
    clock.now += 61_000;
    expect(next(undefined).concurrency).toBe(5);
  });

  it('lets a fixed number be that number, and does not take it for one that was found', () => {
    const next = createLimitMemory(() => 0);
    expect(next(7).concurrency).toBe(7);
    expect(next(undefined).concurrency).toBe(5);
  });
});
