import { AppError } from '../../core/app-error';
import type { JobId } from '../../core/ids';
import type { PictureSet, Push } from '../../core/push';
import type { MessageInput } from '../messages';
import { sendMessage } from '../send-message';

/** Everything a page can do about pushes; each gives the job to look at. */
export const pushCommands = {
  start: async (request: MessageInput<'push.start'>): Promise<JobId> => (await sendMessage('push.start', request)).id,
  /** The set a product's card has now. Throws `product.not_found`. */
  card: async ({ storeId, productId }: Push): Promise<PictureSet> => {
    const { products } = await sendMessage('push.read', { storeId, field: 'product_id', ids: [productId] });
    const [product] = products;
    if (!product) throw new AppError('product.not_found');
    return product.current;
  },

  undo: async ({ jobId, seq }: Push, expected: PictureSet): Promise<JobId> =>
    (await sendMessage('push.undo', { id: jobId, seq, expected })).id,
};
