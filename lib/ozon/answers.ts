import { z } from 'zod';

/** Answers of the Seller API, reduced to what is used. Types differ by method: ozon-seller-api.md §3.5. */

export const text = z.union([z.string(), z.number()]).transform(String);
export const addresses = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((value) => (Array.isArray(value) ? value : value ? [value] : []));

export const rolesAnswer = z.object({
  expires_at: z.string().nullish(),
  roles: z.array(z.object({ name: z.string(), methods: z.array(z.string()).nullish() })).default([]),
});

export const sellerAnswer = z.object({
  company: z.object({ name: z.string().nullish(), legal_name: z.string().nullish() }),
});

export const productItem = z.object({
  id: text,
  offer_id: z.string().min(1),
  sku: text.nullish(),
  sources: z.array(z.object({ sku: text.nullish() })).nullish(),
  name: z.string().nullish(),
  primary_image: addresses,
  images: addresses,
  color_image: addresses,
});

export const productsAnswer = z.object({ items: z.array(productItem) });

/** `code` is a number in the schema and a word in the official 429 example; `details` is not used. */
export const errorAnswer = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  message: z.string().nullish(),
});
