import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { alarmWakeup, queueAlarm, systemClock } from './browser-ports';
import { keepAliveWhile } from './keep-alive';

const start = 1_000_000;

beforeEach(() => {
  fakeBrowser.reset();
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('alarmWakeup', () => {
  const alarm = () => fakeBrowser.alarms.get(queueAlarm);

  it('asks for the time, and again each minute: one lost start must not be the last', async () => {
    await alarmWakeup(queueAlarm).at(start + 90_000);
    expect(await alarm()).toMatchObject({ scheduledTime: start + 90_000, periodInMinutes: 1 });
  });

  it('asks for no less than browsers keep', async () => {
    await alarmWakeup(queueAlarm).at(start);
    expect(await alarm()).toMatchObject({ scheduledTime: start + 30_000 });
  });

  it('takes the request back', async () => {
    await alarmWakeup(queueAlarm).at(start);
    await alarmWakeup(queueAlarm).at(undefined);
    expect(await alarm()).toBeUndefined();
  });
});

describe('systemClock', () => {
  it('sleeps to the end, or until it is woken', async () => {
    const woken: string[] = [];
    const wake = new AbortController();
    void systemClock.sleep(1000, new AbortController().signal).then(() => woken.push('time'));
    void systemClock.sleep(1000, wake.signal).then(() => woken.push('signal'));
    await systemClock.sleep(1000, AbortSignal.abort());
    await vi.advanceTimersByTimeAsync(500);
    expect(woken).toEqual([]);
    wake.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(woken).toEqual(['signal']);
    await vi.advanceTimersByTimeAsync(500);
    expect(woken).toEqual(['signal', 'time']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('keepAliveWhile', () => {
  it('calls the browser more often than every 30 s while work runs, and not after it', async () => {
    const calls: number[] = [];
    vi.spyOn(fakeBrowser.runtime, 'getPlatformInfo').mockImplementation(() => {
      calls.push(Date.now() - start);
      return new Promise(() => {});
    });
    const work = keepAliveWhile(() => new Promise((_, reject) => setTimeout(reject, 70_000, new Error('work'))));
    const ended = expect(work).rejects.toThrow('work');
    await vi.advanceTimersByTimeAsync(300_000);
    await ended;
    expect(calls).toEqual([20_000, 40_000, 60_000]);
  });
});
