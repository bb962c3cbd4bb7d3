import { browser } from '#imports';

/** A worker is stopped after 30 s without an extension call, however busy it is (architecture.md §3). */
const everyMs = 20_000;

/** Keeps the worker alive while `work` runs, and not a moment longer. */
export async function keepAliveWhile<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
