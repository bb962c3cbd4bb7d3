import type { StoreForm } from '../lib/core/forms';
import type { StoreId } from '../lib/core/ids';
import type { StoreCheck } from '../lib/core/store';

/** What the list and the form of stores can ask for. */
export type StoreCommands = {
  save: (form: StoreForm) => Promise<StoreId>;
  check: (id: StoreId) => Promise<StoreCheck>;
  remove: (id: StoreId) => Promise<unknown>;
  makeDefault: (id: StoreId) => Promise<unknown>;
  /** Jobs that go with a store when it is deleted. */
  countJobs: (id: StoreId) => Promise<number>;
};
