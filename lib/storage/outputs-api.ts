import { z } from 'zod';

/** The companion's contract for pictures it makes or takes over (product.md G8), and for the list of them. */

/** Also a segment of the storage key. */
const jobId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const generateImageRequest = z
  .object({
    /** What the picture shows, or what is to be done to the one at `imageUrl`. */
    prompt: z.string().trim().max(32_000).optional(),
    imageUrl: z.string().min(1).max(8192).optional(),
    /** The folder it goes to; a new one without. */
    job_id: jobId.optional(),
  })
  .refine(({ prompt, imageUrl }) => Boolean(prompt) || imageUrl !== undefined, {
    path: ['prompt'],
    error: 'a prompt or an imageUrl is needed',
  });
export type GenerateImageRequest = z.output<typeof generateImageRequest>;

export const generateImageAnswer = z.object({
  /** Where anyone can read the stored picture. */
  imageUrl: z.url(),
  job_id: jobId,
  /** False when the picture at the address asked for was stored as it is. */
  generated: z.boolean(),
});
export type GenerateImageAnswer = z.infer<typeof generateImageAnswer>;

export const outputsQuery = z.object({
  job_id: jobId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
});

export const outputsAnswer = z.object({
  /** Newest first. */
  outputs: z.array(
    z.object({
      id: z.int().positive(),
      job_id: z.string(),
      prompt: z.string().nullable(),
      /** Address of the picture it was made of, without its query if that held a signature. */
      source: z.string().nullable(),
      imageUrl: z.url(),
      generated: z.boolean(),
      created_at: z.iso.datetime(),
    }),
  ),
  /** `before` of the next page; null at the end. */
  next: z.int().positive().nullable(),
});
export type OutputsAnswer = z.infer<typeof outputsAnswer>;
