import type { StoreForm } from '../../core/forms';
import type { StoreId } from '../../core/ids';
import { sendMessage } from '../send-message';
import { countJobsOf } from './use-stores';

/** Everything a page can do with a store. */
export const storeCommands = {
  save: async (form: StoreForm): Promise<StoreId> => (await sendMessage('stores.save', form)).id,
  check: (id: StoreId) => sendMessage('stores.check', { id }),
  remove: (id: StoreId) => sendMessage('stores.delete', { id }),
  makeDefault: (id: StoreId) => sendMessage('settings.save', { defaultStoreId: id }),
  countJobs: countJobsOf,
};
