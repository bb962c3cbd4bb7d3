/** A quota counted in products; `limit` -1 is none. `resetAt` in milliseconds since 1970. */
export type Quota = { limit: number; usage: number; resetAt: number };

const usual = 5000;
const day = 24 * 60 * 60 * 1000;

/** Next 03:00 in Moscow, which is midnight in UTC (ozon-seller-api.md §2.4). */
const nextReset = (now: number) => (Math.floor(now / day) + 1) * day;

/** Daily quotas of product updates by Client-Id, renewed when their time has come. */
export function createQuotas(now: () => number) {
  const quotas = new Map<string, Quota>();

  const current = (clientId: string): Quota => {
    const known = quotas.get(clientId) ?? { limit: usual, usage: 0, resetAt: nextReset(now()) };
    if (known.resetAt <= now()) Object.assign(known, { usage: 0, resetAt: nextReset(now()) });
    quotas.set(clientId, known);
    return known;
  };

  return {
    /** The quota as it is now. */
    read: (clientId: string): Quota => ({ ...current(clientId) }),
    /** Changes a store's quota. */
    set(clientId: string, changes: Partial<Quota>): void {
      Object.assign(current(clientId), changes);
    },
    /** Counts products, all or none; undefined when they fit, else the minutes until the quota is renewed. */
    take(clientId: string, products: number): number | undefined {
      const quota = current(clientId);
      if (quota.limit >= 0 && quota.usage + products > quota.limit) return Math.ceil((quota.resetAt - now()) / 60_000);
      quota.usage += products;
      return undefined;
    },
  };
}
