/** Requests a second and Client-Id, all methods and keys together (ozon-seller-api.md §2.4). */
export const requestsPerSecond = 50;

const window = 1000;

/** Counts requests per Client-Id over the last second. */
export function createRateLimit(now: () => number) {
  const recent = new Map<string, number[]>();
  return {
    /** Requests still free after this one in the current second; -1 when this one is over the limit. */
    take(clientId: string): number {
      const at = now();
      const kept = (recent.get(clientId) ?? []).filter((time) => at - time < window);
      const refused = kept.length >= requestsPerSecond;
      if (!refused) kept.push(at);
      recent.set(clientId, kept);
      return refused ? -1 : requestsPerSecond - kept.length;
    },
  };
}
