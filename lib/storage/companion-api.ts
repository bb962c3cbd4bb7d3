import { z } from 'zod';
import { pictureFinding } from '../core/push';

/**
 * The companion's HTTP contract (product.md §G), shared by the client and the service.
 * Names are snake_case because they travel on the wire.
 */

/** Most items the protocol allows in one presign call; health may announce less. */
export const maxPresignItems = 1000;

export const presignRequest = z.object({
  r2_path: z.string().min(1).max(1024),
  content_type: z.string().min(1).max(100).optional(),
  content_length: z.int().positive().optional(),
  /** SHA-256 of the body: base64 as S3 sends it, or 64 hex digits. */
  checksum_sha256: z
    .string()
    .regex(/^(?:[A-Za-z0-9+/]{43}=|[0-9a-fA-F]{64})$/)
    .optional(),
  /** The upload is to fail where an object exists already. */
  write_once: z.boolean().optional(),
});
export type PresignRequest = z.infer<typeof presignRequest>;

export const presignedUpload = z.object({
  upload_url: z.url(),
  public_url: z.url(),
  /** Exactly the headers to send with the PUT, and no others; the browser adds host and content-length. */
  headers: z.record(z.string(), z.string()),
  expires_at: z.iso.datetime(),
});
export type PresignedUpload = z.infer<typeof presignedUpload>;

export const failure = z.object({ success: z.literal(false), error: z.string(), code: z.string() });
export type Failure = z.infer<typeof failure>;

export const presignBatchRequest = z.object({ items: z.array(presignRequest).min(1).max(maxPresignItems) });

/** Items answer in the order asked; one bad item does not spoil the others. */
export const presignBatchAnswer = z.object({ items: z.array(z.union([presignedUpload, failure])) });

export const loginRequest = z.object({
  email: z.string().trim().toLowerCase().min(3).max(254),
  password: z.string().min(1).max(1024),
});

export const loginAnswer = z.object({ token: z.string(), expires_at: z.iso.datetime() });

/** Most addresses in one call that looks at pictures. */
export const maxLookUrls = 50;

export const pictureLookRequest = z.object({
  urls: z.array(z.string().min(1).max(8192)).min(1).max(maxLookUrls),
});

/** What was found, in the order asked. */
export const pictureLookAnswer = z.object({ findings: z.array(pictureFinding) });

export const healthAnswer = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  plugins: z.array(
    z.object({
      name: z.string(),
      display_name: z.string(),
      category: z.string(),
      enabled: z.boolean(),
      healthy: z.boolean(),
    }),
  ),
  /** Present when a valid token was sent. */
  user_id: z.string().optional(),
  limits: z.object({
    presign_batch: z.int().positive(),
    max_object_bytes: z.int().positive(),
    /** Missing where pictures cannot be looked at yet. */
    look_batch: z.int().positive().optional(),
    /** Whether uploads in parts are taken (multipart-api.ts); missing where they are not known yet. */
    multipart: z.boolean().optional(),
  }),
});
export type HealthAnswer = z.infer<typeof healthAnswer>;
