import { z } from 'zod';
import { errorShape } from './app-error';

/** Steps of the companion check, in order; each can fail with a text of its own (product.md B1). */
export const checkSteps = ['health', 'sign', 'put', 'read'] as const;

/** What the last check found; `warning` is a step that could not be proven but does not stop uploads. */
export const connectionCheck = z.object({
  checkedAt: z.number(),
  userId: z.string().nullable(),
  failed: z.object({ step: z.enum(checkSteps), error: errorShape }).nullable(),
  warning: errorShape.nullable(),
});
export type ConnectionCheck = z.infer<typeof connectionCheck>;

/** The companion in use, without its token; `tokenHint` is the last 4 characters. */
export const connection = z.object({
  url: z.string(),
  tokenHint: z.string(),
  check: connectionCheck.nullable(),
});
export type Connection = z.infer<typeof connection>;
