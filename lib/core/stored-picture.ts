import { z } from 'zod';

/** What is known of a picture in storage. */
export const storedImage = z.object({
  key: z.string(),
  publicUrl: z.string(),
  etag: z.string().nullable(),
  size: z.int(),
  /** SHA-256 of the bytes, base64. */
  sha256: z.string(),
  contentType: z.string(),
});
export type StoredImage = z.infer<typeof storedImage>;

/** What was last stored for a picture of an article; one row for each slot of each storage. */
export const storedPicture = storedImage.extend({
  /** Its key without the ending, which is known only when the bytes are. */
  slot: z.string(),
  /** Which storage that was: another companion, user, bucket or public address is another place. */
  place: z.string(),
  /** The address the bytes came from. */
  source: z.string(),
});
export type StoredPicture = z.infer<typeof storedPicture>;
