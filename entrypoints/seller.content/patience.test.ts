import { expect, it } from 'vitest';
import { createPatience } from './patience';

/** Looks every 10 ms at an element that stays as long as said; gives how often it was put in and what was wished for. */
function putIn(stayMs: number, forMs: number): { times: number; waits: number[] } {
  let now = 0;
  let times = 0;
  let goneAt = 0;
  const waits: number[] = [];
  const putBack = createPatience(
    (ms) => waits.push(ms),
    () => now,
  );
  for (; now < forMs; now += 10) {
    if (now < goneAt) continue;
    putBack(() => {
      times += 1;
      goneAt = now + stayMs;
    });
  }
  return { times, waits };
}

it('puts back at once what stayed a while', () => {
  expect(putIn(700, 70_000)).toEqual({ times: 100, waits: [] });
});

it('fights with nobody: what is taken away at once comes back twice a second, for ever', () => {
  const { times, waits } = putIn(10, 60_000);
  expect(times).toBe(120);
  expect(Math.max(...waits)).toBeLessThanOrEqual(500);
});
