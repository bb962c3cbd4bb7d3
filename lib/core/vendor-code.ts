import { z } from 'zod';
import { storeId } from './ids';

/** Which products a listing shows: `ALL` is everything but the archived (ozon-seller-api.md §3.1). */
export const visibility = z.enum(['ALL', 'ARCHIVED']);
export type Visibility = z.infer<typeof visibility>;

/** How far the vendor codes of a store were read. Ozon cannot search by them, so all products are read once and kept. */
export const codeIndex = z.object({
  storeId,
  /** When the reading began, ms since 1970. */
  run: z.number(),
  /** Where it goes on. */
  visibility,
  lastId: z.string(),
  /** Products read so far. */
  read: z.int(),
  /** Products there are; null until Ozon has told. */
  total: z.int().nullable(),
  /** When it was complete, ms since 1970. */
  finishedAt: z.number().nullable(),
});
export type CodeIndex = z.infer<typeof codeIndex>;

/** A product and one of its vendor codes. */
export type VendorCode = { code: string; productId: string };
