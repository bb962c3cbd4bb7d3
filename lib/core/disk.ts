import { z } from 'zod';
import { parseTemplate, templatePresets } from './file-template';

/** `zip`: archives of a limited size; `files`: each picture a file of its own. */
export const diskMode = z.enum(['zip', 'files']);
export type DiskMode = z.infer<typeof diskMode>;

/** Sizes of one archive a user can choose, MB of 1024². Under 4 GB every program opens it. */
export const partSizesMb = [250, 500, 1024, 2048, 4000] as const;

/** A template that names every picture apart; the message of a refused one is its error code. */
export const fileTemplate = z.string().superRefine((template, context) => {
  const parsed = parseTemplate(template);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.code });
});

export const usualDisk = { mode: 'zip', template: templatePresets[0], partMb: 1024 } as const;

/** How a job saves to disk, as the settings were when it was started. */
export const diskPlan = z.object({ mode: diskMode, template: fileTemplate, partMb: z.int().min(1).max(4000) });
export type DiskPlan = z.infer<typeof diskPlan>;

/** What is known of a picture kept in the browser until it is saved. */
export const keptPicture = z.object({
  /** Where it goes below the downloads folder, or inside the archive. */
  path: z.string(),
  size: z.int(),
  /** SHA-256 of the bytes, base64. */
  sha256: z.string(),
  contentType: z.string(),
});
export type KeptPicture = z.infer<typeof keptPicture>;
