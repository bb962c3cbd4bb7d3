import { z } from 'zod';
import { addresses, productItem, text } from './answers';

/** Answers of the methods about pictures, reduced to what is used (ozon-seller-api.md §3.2, §4). */

const errorCodes = z.array(z.object({ code: z.string().nullish() })).nullish();

export const cardsAnswer = z.object({ items: z.array(productItem.extend({ errors: errorCodes })) });

export const importAnswer = z.object({ task_id: text });

const importStatus = z.enum(['pending', 'imported', 'skipped', 'failed']).catch('pending');

export const importStateAnswer = z.object({
  result: z.object({
    items: z.array(z.object({ offer_id: z.string(), status: importStatus, errors: errorCodes })).nullish(),
  }),
});

export const picturesAnswer = z.object({
  items: z.array(
    z.object({
      product_id: text,
      primary_photo: addresses,
      photo: addresses,
      errors: z.array(z.object({ message: z.string().nullish(), url: z.string().nullish() })).nullish(),
    }),
  ),
});

export const limitAnswer = z.object({
  daily_update: z
    .object({ limit: z.coerce.number(), usage: z.coerce.number(), reset_at: z.string().nullish() })
    .nullish(),
});
