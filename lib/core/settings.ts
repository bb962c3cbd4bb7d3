import { z } from 'zod';
import { storeId } from './ids';

/** Languages there are locale files for; `auto` follows the browser. */
export const language = z.enum(['auto', 'en']);

/** What the user can set. Every field has a default, so rows of older versions stay readable. */
export const settings = z.object({
  /** Pictures in flight, 1–48; 0 finds the number by itself. */
  concurrency: z.int().min(0).max(48).default(0),
  /** Limit for one request, seconds. */
  timeoutS: z.int().min(1).max(300).default(20),
  language: language.default('auto'),
  /** Tell by a notification when a long job has ended. */
  notify: z.boolean().default(true),
  defaultStoreId: storeId.nullable().default(null),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = settings.parse({});
