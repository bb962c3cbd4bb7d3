import { z } from 'zod';
import { errorShape } from './app-error';
import { jobId } from './ids';
import { jobStatus } from './job';

const digits = z.string().regex(/^\d{1,19}$/);

/** A product as a page of the cabinet shows it: whatever ids could be read, at least one. */
export const portalProduct = z
  .object({ productId: digits.nullable(), offerId: z.string().min(1).max(50).nullable(), sku: digits.nullable() })
  .refine(({ productId, offerId, sku }) => productId !== null || offerId !== null || sku !== null);
export type PortalProduct = z.infer<typeof portalProduct>;

/** The company the cabinet shows (`sc_company_id`); null when the cookie is missing or there are several. */
export const companyId = digits.nullable();

/** How a job started on a page goes on. */
export const jobSummary = z.object({
  id: jobId,
  status: jobStatus,
  totalImages: z.int(),
  successImages: z.int(),
  failedImages: z.int(),
  /** The reason of the first line's failure, or a note on its success. */
  error: errorShape.nullable(),
});
export type JobSummary = z.infer<typeof jobSummary>;

/** What the page script shows: which buttons, and in which language (`en`, `ru`, `zh`). */
export const portalView = z.object({
  rowButtons: z.boolean(),
  editButtons: z.boolean(),
  launcher: z.boolean(),
  language: z.string(),
});
export type PortalView = z.infer<typeof portalView>;
