import { z } from 'zod';
import { errorShape } from './app-error';
import { storeId } from './ids';

/** What Ozon said of a key when it was last asked. */
export const storeCheck = z.object({
  checkedAt: z.number(),
  company: z.string(),
  /** ms since 1970; null when Ozon does not tell. */
  expiresAt: z.number().nullable(),
  /** Needed methods the key may not call. */
  missingMethods: z.array(z.string()),
});
export type StoreCheck = z.infer<typeof storeCheck>;

/** Products of a store, those in the archive apart. */
export const storeSize = z.object({ active: z.int(), archived: z.int() });
export type StoreSize = z.infer<typeof storeSize>;

/** A named Ozon credential without its secret; `keyHint` is the last 4 characters of the key. */
export const store = z.object({
  id: storeId,
  name: z.string(),
  clientId: z.string(),
  keyHint: z.string(),
  createdAt: z.number(),
  /** Ozon is asked through the companion (product.md A6); rows of earlier versions have none, and ask directly. */
  throughCompanion: z.boolean().optional(),
  check: storeCheck.nullable(),
  checkError: errorShape.nullable(),
});
export type Store = z.infer<typeof store>;

/** Days before a key's end from which the seller is warned (product.md A2). */
export const expiryWarningDays = 14;

export const daysUntil = (time: number, now: number): number => Math.floor((time - now) / 86_400_000);
