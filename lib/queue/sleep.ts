import type { Clock } from './ports';

/** Resolves after `ms` or when the signal aborts, whichever is first; leaves no timer and no listener behind. */
export const sleep: Clock['sleep'] = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
