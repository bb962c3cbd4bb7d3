import { createHash } from 'node:crypto';
import { type ImageExtension, sniffImageType } from '../lib/core/image-type';
import type { Gallery } from './cdn/gallery';
import { picturesOf, type SandboxStore } from './stores/store';

/** What a full download of a store must leave for one picture; the key is the caller's to work out. */
export type ExpectedObject = {
  offerId: string;
  archived: boolean;
  /** Place of the picture in its product, from 1. */
  n: number;
  url: string;
  sha256: string;
  size: number;
  contentType: string;
  extension: ImageExtension;
};

/** Every picture a download of the whole store must produce, archived products included, from the source bytes. */
export async function expectedObjects(gallery: Gallery, store: SandboxStore): Promise<ExpectedObject[]> {
  const expected: ExpectedObject[] = [];
  for (const product of store.products) {
    const pictures = picturesOf(product);
    const bodies = await Promise.all(pictures.map(({ url }) => gallery.bytesOf(url)));
    for (const [index, { url }] of pictures.entries()) {
      const bytes = bodies[index] ?? Buffer.alloc(0);
      const type = sniffImageType(bytes);
      if (!type) throw new Error(`the sandbox has no picture at ${url}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { offerId, archived } = product;
      expected.push({ offerId, archived, n: index + 1, url, sha256, size: bytes.length, ...type });
    }
  }
  return expected;
}
