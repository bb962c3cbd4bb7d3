import { describe, expect, it } from 'vitest';
import { retryAfter } from './retry-after';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);
const secondsIn = (value: string) => {
  const at = retryAfter(new Headers({ 'Retry-After': value }), now);
  return at === undefined ? undefined : (at - now) / 1000;
};

describe('retryAfter', () => {
  it.each([
    ['7', 7],
    ['0.5', 0.5],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:01:30 GMT', 90],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    // More than five minutes is a mistake or an attack.
    ['86400', 300],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 300],
  ])('reads %j as %d s from now', (value, seconds) => {
    expect(secondsIn(value)).toBe(seconds);
  });

  it.each(['', 'soon', '120s', '-5', 'Infinity', '1e9'])('takes %j for no answer', (value) => {
    expect(secondsIn(value)).toBeUndefined();
  });

  it('finds nothing in an answer without the header', () => {
    expect(retryAfter(new Headers(), now)).toBeUndefined();
  });
});
