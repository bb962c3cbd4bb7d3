import { z } from 'zod';
import { diskMode, diskPlan, usualDisk } from './disk';
import { storeId } from './ids';

/** Languages there are locale files for; `auto` follows the browser. */
export const language = z.enum(['auto', 'en', 'ru', 'zh']);

const fields = z.object({
  /** Pictures in flight, 1–48; 0 finds the number by itself. */
  concurrency: z.int().min(0).max(48),
  /** Limit for one request, seconds. */
  timeoutS: z.int().min(1).max(300),
  language,
  /** Tell by a notification when a long job has ended. */
  notify: z.boolean(),
  defaultStoreId: storeId.nullable(),
  /** What is shown on the cabinet's pages, each switched off on its own. */
  rowButtons: z.boolean(),
  editButtons: z.boolean(),
  launcher: z.boolean(),
  /** How pictures are saved on disk (product.md B2). */
  diskMode,
  diskTemplate: diskPlan.shape.template,
  /** Largest archive, MB of 1024². */
  diskPartMb: diskPlan.shape.partMb,
});
export type Settings = z.infer<typeof fields>;

/** A change of some settings. Without defaults: zod fills them in even where a field is optional. */
export const settingsChange = fields.partial();

/** What the user can set. Every field has a default, so rows of older versions stay readable. */
export const settings = z.object({
  concurrency: fields.shape.concurrency.default(0),
  timeoutS: fields.shape.timeoutS.default(20),
  language: fields.shape.language.default('auto'),
  notify: fields.shape.notify.default(true),
  defaultStoreId: fields.shape.defaultStoreId.default(null),
  rowButtons: fields.shape.rowButtons.default(true),
  editButtons: fields.shape.editButtons.default(true),
  launcher: fields.shape.launcher.default(true),
  diskMode: diskMode.default(usualDisk.mode),
  diskTemplate: fields.shape.diskTemplate.default(usualDisk.template),
  diskPartMb: fields.shape.diskPartMb.default(usualDisk.partMb),
});

export const defaultSettings: Settings = settings.parse({});
