import type { SandboxProduct, SandboxStore } from '../stores/store';
import type { createImportPlans, ImportPlan } from './import-plans';
import type { OzonCopies } from './ozon-copies';
import type { PictureError } from './picture-error';
import { type Settled, settleImport, type WantedSet } from './settle-import';

export type ImportItem = {
  wanted: WantedSet;
  /** 0 when the store has no such product. */
  productId: number;
  status: 'pending' | Settled['status'];
  errors: PictureError[];
};

export type ImportTask = { id: number; clientId: string; items: ImportItem[] };

type Work = {
  item: ImportItem;
  product: SandboxProduct | undefined;
  plan: ImportPlan | undefined;
  /** When it may settle; by then its pictures may still be on their way. */
  dueAt: number;
  fetched: boolean;
};

export type ImportDeps = {
  copies: OzonCopies;
  plans: ReturnType<typeof createImportPlans>;
  now: () => number;
  /** How long a task stays `pending` at least, in milliseconds. */
  pendingMs: number;
  /** Whether `images` begins with the primary again. */
  repeatPrimary: boolean;
};

export type ImportTasks = ReturnType<typeof createImportTasks>;

const unknownProduct: Settled = { status: 'failed', errors: [{ code: 'not_found', url: '', field: 'images' }] };

const urlsOf = ({ pictures, colour }: WantedSet) => [...pictures, ...(colour === undefined ? [] : [colour])];

/** One product of a call, before its new pictures are fetched. */
function startWork({ products }: SandboxStore, wanted: WantedSet, plan: ImportPlan | undefined, dueAt: number) {
  const product = products.find(({ offerId }) => offerId === wanted.offerId);
  const item: ImportItem = { wanted, productId: product?.productId ?? 0, status: 'pending', errors: [] };
  return { item, product, plan, dueAt, fetched: product === undefined } satisfies Work;
}

/** Tasks of `/v2/product/pictures/import`: `pending` for a while and until every new picture is downloaded. */
export function createImportTasks({ copies, plans, now, pendingMs, repeatPrimary }: ImportDeps) {
  const tasks: ImportTask[] = [];
  const errorsNow = new Map<number, PictureError[]>();
  let open: Work[] = [];
  let pending = pendingMs;

  const fetchPictures = async (work: Work): Promise<void> => {
    if (work.product) await copies.fetchNew(work.product, urlsOf(work.item.wanted));
    work.fetched = true;
  };

  const settle = ({ item, product, plan }: Work) => {
    const ended = product
      ? settleImport({ product, wanted: item.wanted, plan }, copies, repeatPrimary)
      : unknownProduct;
    if (product && ended.status !== 'skipped') errorsNow.set(product.productId, ended.errors);
    Object.assign(item, ended);
  };

  return {
    /** Tasks so far, oldest first. */
    get tasks(): readonly ImportTask[] {
      return tasks;
    },
    /** Lets tasks that begin from now on stay `pending` at least so many milliseconds. */
    pendingFor(ms: number): void {
      pending = ms;
    },
    /** What was wrong with a product's pictures at its last import. */
    errorsOf: (productId: number): PictureError[] => errorsNow.get(productId) ?? [],
    /** Takes the products of one call and gives the number of its task. */
    begin(store: SandboxStore, sets: WantedSet[]): number {
      const offerIds = sets.map(({ offerId }) => offerId);
      const planned = plans.take(store.clientId, offerIds);
      const work: Work[] = sets.map((wanted, at) => startWork(store, wanted, planned[at], now() + pending));
      for (const one of work) void fetchPictures(one);
      open.push(...work);
      const id = 1_000_000_001 + tasks.length;
      tasks.push({ id, clientId: store.clientId, items: work.map(({ item }) => item) });
      return id;
    },
    /** Settles what is due, in the order it came. Called before anything reads a card or a task. */
    settleDue(): void {
      const isDue = ({ plan, dueAt, fetched }: Work) => plan?.outcome !== 'never' && fetched && dueAt <= now();
      const due = open.filter(isDue);
      open = open.filter((work) => !due.includes(work));
      due.forEach(settle);
    },
  };
}
