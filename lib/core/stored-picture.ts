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

/** What was last stored for a picture of an article, in each storage. */
export const storedPicture = storedImage.extend({
  /** Its key without the ending, which is known only when the bytes are. */
  slot: z.string(),
  /** Which storage that was: another companion, user, bucket or public address is another place. */
  place: z.string(),
  /** The address the bytes came from. */
  source: z.string(),
});
export type StoredPicture = z.infer<typeof storedPicture>;

/** The pictures of one article in one storage, by slot. One row: most of them are stored, and looked up, together. */
export const storedFolder = z.object({
  folder: z.string(),
  place: z.string(),
  pictures: z.record(z.string(), storedPicture),
});
export type StoredFolder = z.infer<typeof storedFolder>;

/** The folder of a slot or key. */
export const folderOf = (slot: string): string => slot.slice(0, slot.lastIndexOf('/'));

/** A folder with one picture more, or with its latest. A row that has no pictures is of an older kind. */
export const withPicture = (row: StoredFolder | undefined, picture: StoredPicture): StoredFolder => ({
  folder: folderOf(picture.slot),
  place: picture.place,
  pictures: { ...row?.pictures, [picture.slot]: picture },
});
