import { z } from 'zod';

/** Ids are opaque text. Brands keep a shop's article from being used where our own id belongs. */
export const jobId = z.string().min(1).max(64).brand<'JobId'>();
export type JobId = z.infer<typeof jobId>;

export const storeId = z.string().min(1).max(64).brand<'StoreId'>();
export type StoreId = z.infer<typeof storeId>;

/** The seller's own article: never lower-cased, never made a number (ozon-seller-api.md §6). */
export const offerId = z.string().min(1).brand<'OfferId'>();
export type OfferId = z.infer<typeof offerId>;
