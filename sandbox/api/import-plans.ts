/**
 * How imports end when a test wants it so: `imported` even if nothing changed · `partly` imported, with pictures
 * missing · `failed` · `skipped` · `never` settled.
 */
export type ImportPlan = {
  outcome: 'imported' | 'partly' | 'failed' | 'skipped' | 'never';
  /** Only for this store, only for this product. */
  clientId?: string;
  offerId?: string;
  /** How many calls it is for, 1 if not given; `Infinity` for all. */
  times?: number;
  /** For `partly`: places in the set, from 0, of the pictures that fail; the last one if not given. */
  pictures?: number[];
  /** For `partly` and `failed`: Ozon's code for it, `pics_http_error` if not given. */
  code?: string;
};

const matches = ({ clientId, offerId }: ImportPlan, call: { clientId: string; offerId: string }) =>
  (clientId ?? call.clientId) === call.clientId && (offerId ?? call.offerId) === call.offerId;

/** Planned outcomes of imports: the first that matches and has calls left counts. */
export function createImportPlans() {
  let planned: { plan: ImportPlan; left: number }[] = [];
  return {
    /** Plans the outcome of the next call, after what is planned already. */
    next(plan: ImportPlan): void {
      planned.push({ plan, left: plan.times ?? 1 });
    },
    /** Forgets what is planned. */
    clear(): void {
      planned = [];
    },
    /** Plans for the products of one call, in their order; a plan that struck has one call less. */
    take(clientId: string, offerIds: string[]): (ImportPlan | undefined)[] {
      const free = planned.filter(({ left }) => left > 0);
      const due = offerIds.map((offerId) => free.find(({ plan }) => matches(plan, { clientId, offerId })));
      for (const struck of new Set(due)) if (struck) struck.left -= 1;
      return due.map((struck) => struck?.plan);
    },
  };
}
