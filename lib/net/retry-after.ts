/** Longest wait a server may ask for with `Retry-After`; more is a mistake or an attack (object-storage.md §7). */
const longestMs = 5 * 60_000;

/** The instant (ms since 1970) named by `Retry-After`, seconds or date; undefined when absent or unreadable. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  // Date.parse takes even "-5" for a year, so only what has a time of day is read as a date.
  const date = /\d:\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  const at = /^\d+(?:\.\d+)?$/.test(value) ? now + Number(value) * 1000 : date;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at, now), now + longestMs);
}
