import { browser } from '#imports';
import type { Clock, Lock, Wakeup } from '../queue/ports';
import { sleep } from '../queue/sleep';
import { keepAliveWhile } from './keep-alive';

/** Name of the alarm that starts the worker while unfinished tasks exist. */
export const queueAlarm = 'queue';
/** Name of the alarm that starts it while storage has uploads to forget. */
export const uploadsAlarm = 'uploads';

/** Shortest delay browsers keep for an alarm. */
const shortestMs = 30_000;

/** One holder of the queue at a time; a stopped worker frees it at once. The holder is kept alive. */
export const webLock: Lock = {
  hold: async (name, work) => navigator.locks.request(name, () => keepAliveWhile(work)),
};

/** Names of the locks held by any page or worker of the extension. */
export const heldLocks = async (): Promise<string[]> =>
  ((await navigator.locks.query()).held ?? []).flatMap(({ name }) => name ?? []);

/** An alarm that repeats each minute, so that one lost start is not the last. */
export const alarmWakeup = (name: string): Wakeup => ({
  async at(time) {
    if (time === undefined) await browser.alarms.clear(name);
    else await browser.alarms.create(name, { when: Math.max(time, Date.now() + shortestMs), periodInMinutes: 1 });
  },
});

export const systemClock: Clock = { now: () => Date.now(), sleep };
