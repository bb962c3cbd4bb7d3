import { describe, expect, it } from 'vitest';
import { createByteBudget } from './byte-budget';

/** Work that is told when to weigh and when to end. */
function stage(limit: number, largest: number) {
  const budget = createByteBudget(limit, largest);
  const begun: number[] = [];
  const works: { weigh: (bytes: number) => void; end: (failure?: Error) => void }[] = [];
  const ends: Promise<unknown>[] = [];
  const start = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const name = ends.length;
      const work = (weigh: (bytes: number) => void) =>
        new Promise<void>((resolve, reject) => {
          begun.push(name);
          works.push({ weigh, end: (failure) => (failure ? reject(failure) : resolve()) });
        });
      ends.push(budget.hold(work).catch((thrown: unknown) => thrown));
    }
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { begun, works, ends, start, settled };
}

describe('byte budget', () => {
  it('takes what it knows nothing of for large, and lets the others in once it is not', async () => {
    const { begun, works, start, settled } = stage(100, 50);
    start(10);
    await settled();
    expect(begun).toEqual([0, 1]);
    works[0]?.weigh(10);
    await settled();
    // 10 are held by the first and 50 by the second until it is weighed too; four more of 10 fit.
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('expects the largest of the last sizes, and forgets it after a while', async () => {
    const { begun, works, start, settled } = stage(100, 50);
    const one = async (size: number) => {
      start(1);
      await settled();
      works.at(-1)?.weigh(size);
      works.at(-1)?.end();
      await settled();
    };
    const several = async () => {
      const before = begun.length;
      start(3);
      await settled();
      const together = begun.length - before;
      for (const { end } of works) end();
      await settled();
      for (const { end } of works) end();
      await settled();
      return together;
    };
    await one(40);
    expect(await several()).toBe(2);
    for (let n = 0; n < 15; n += 1) await one(1);
    expect(await several()).toBe(2);
    await one(1);
    expect(await several()).toBe(3);
  });

  it('lets one through that is larger than the budget, alone', async () => {
    const { begun, works, start, settled } = stage(10, 50);
    start(2);
    await settled();
    expect(begun).toEqual([0]);
    works[0]?.end();
    await settled();
    expect(begun).toEqual([0, 1]);
  });

  it('gives back what failed work held', async () => {
    const { begun, works, ends, start, settled } = stage(50, 50);
    start(2);
    await settled();
    works[0]?.end(new Error('cut'));
    await settled();
    expect(begun).toEqual([0, 1]);
    expect(await ends[0]).toEqual(new Error('cut'));
  });
});
