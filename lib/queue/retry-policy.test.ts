import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { isOutage, isOverload, nextRunAt } from './retry-policy';

const now = 1_000_000;
const broken = new AppError('cdn.cut', { retry: 'backoff' });
const away = new AppError('cdn.unreachable', { retry: 'backoff' });
const delaysOf = (error: AppError, random: number) =>
  Array.from({ length: 60 }, (_, index) => nextRunAt(error, index + 1, now, () => random))
    .filter((at) => at !== undefined)
    .map((at) => at - now);

describe('nextRunAt', () => {
  it('doubles the delay after each run, up to 30 s, with jitter over the upper half', () => {
    expect(delaysOf(away, 1).slice(0, 9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(delaysOf(away, 0).slice(0, 3)).toEqual([250, 500, 1000]);
  });

  it('gives a picture 6 runs, and waits an outage of at least 9 minutes out', () => {
    expect(delaysOf(broken, 0)).toHaveLength(5);
    const outage = delaysOf(away, 0).reduce((sum, delay) => sum + delay, 0);
    expect(outage).toBeGreaterThan(9 * 60_000);
    expect(delaysOf(away, 0)).toHaveLength(44);
  });

  it('never repeats what must not be', () => {
    expect(nextRunAt(new AppError('cdn.not_found'), 1, now, Math.random)).toBeUndefined();
  });

  it('obeys a named instant', () => {
    const error = new AppError('ozon.rate_limited', { retry: { at: now + 77 } });
    expect(nextRunAt(error, 30, now, () => 0)).toBe(now + 77);
  });

  it('repeats at once where that is asked for, but not without end', () => {
    const error = new AppError('storage.expired', { retry: { at: now } });
    expect(nextRunAt(error, 1, now, () => 0)).toBe(now);
    expect(nextRunAt(error, 6, now, () => 0)).toBe(now + 8000);
  });
});

describe('verdicts', () => {
  it.each([
    ['cdn.unreachable', 'backoff', {}, true, false],
    ['storage.rate_limited', 'backoff', {}, true, true],
    ['cdn.rate_limited', { at: now }, {}, true, true],
    ['ozon.timeout', 'backoff', {}, false, true],
    ['storage.server_error', 'backoff', { status: 503 }, false, true],
    ['storage.server_error', 'backoff', { status: 500 }, false, false],
    ['storage.server_error', { at: now }, { status: 503 }, true, true],
    ['cdn.cut', 'backoff', {}, false, false],
    ['cdn.not_found', 'never', {}, false, false],
  ] as const)('of %s (%j, %j): outage %s, overload %s', (code, retry, params, outage, overload) => {
    const error = new AppError(code, { retry, params });
    expect([isOutage(error), isOverload(error)]).toEqual([outage, overload]);
  });
});
