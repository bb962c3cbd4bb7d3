import { z } from 'zod';
import { presignRequest } from './companion-api';

/**
 * The companion's contract for uploads in parts (product.md G4). The companion keeps nothing: the size of a part follows
 * from the length of the whole, which every call names again.
 */

/** Most parts of an upload, by S3's rule. */
export const maxParts = 10_000;
/** Most parts signed in one call. */
export const maxSignedParts = 100;

const upload = z.object({
  r2_path: presignRequest.shape.r2_path,
  upload_id: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[\x21-\x7e]+$/),
});
const partNumber = z.int().min(1).max(maxParts);
const etag = z.string().regex(/^"?[A-Za-z0-9+/=_.-]{1,256}"?$/);

export const multipartCreateRequest = presignRequest
  .pick({ r2_path: true, content_type: true, checksum_sha256: true })
  .extend({ content_length: z.int().positive() });

export const multipartCreateAnswer = z.object({
  upload_id: z.string(),
  /** Bytes of every part but the last; to be kept with the upload id. */
  part_size: z.int().positive(),
  part_count: z.int().positive(),
  public_url: z.url(),
});

export const multipartSignRequest = upload.extend({
  /** Length of the whole upload, as it was when it began. */
  content_length: z.int().positive(),
  part_numbers: z.array(partNumber).min(1).max(maxSignedParts),
});

/** In the order asked; each address takes exactly its part's bytes. */
export const multipartSignAnswer = z.object({
  parts: z.array(
    z.object({
      part_number: partNumber,
      content_length: z.int().positive(),
      upload_url: z.url(),
      expires_at: z.iso.datetime(),
    }),
  ),
});

export const multipartListRequest = upload;
export const multipartListAnswer = z.object({
  parts: z.array(z.object({ part_number: partNumber, etag: z.string(), size: z.int().nonnegative() })),
});

/**
 * Without parts, what the storage has is taken, for clients that may not read the storage's headers. With length and
 * checksum, as they were told when the upload began, it may be asked again when the answer was lost.
 */
export const multipartCompleteRequest = upload.extend({
  content_length: z.int().positive().optional(),
  checksum_sha256: presignRequest.shape.checksum_sha256,
  parts: z
    .array(z.object({ part_number: partNumber, etag }))
    .min(1)
    .max(maxParts)
    .optional(),
});
export const multipartCompleteAnswer = z.object({ public_url: z.url(), etag: z.string() });

export const multipartAbortRequest = upload;
export const multipartAbortAnswer = z.object({ success: z.literal(true) });
