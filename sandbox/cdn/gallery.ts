import { cdnUrl } from '../stores/defaults';
import { type PictureSource, picturesOf, type SandboxPicture, type SandboxStore } from '../stores/store';
import { drawCard } from './card';
import { createPaddedJpeg } from './padded-jpeg';

export type Gallery = ReturnType<typeof createGallery>;

/** Above the numbers of every store's own pictures. */
const firstTaken = 9_100_000_000;

/** By card and width: equal cards give equal bytes, so galleries of one process share what was drawn. */
const drawn = new Map<string, Promise<Buffer>>();

/** The bytes behind every CDN address of the stores: made when first asked for, the drawn ones kept. */
export function createGallery(stores: SandboxStore[]) {
  const sources = new Map<string, PictureSource>();
  for (const picture of stores.flatMap(({ products }) => products).flatMap(picturesOf)) {
    sources.set(picture.url, picture.source);
  }
  const makers = new Map<number, Promise<(number: number) => Buffer>>();
  let taken = 0;

  const once = <Key, Value>(kept: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>) => {
    const made = kept.get(key) ?? make();
    kept.set(key, made);
    return made;
  };

  return {
    /** Bytes of a full-size address, or of its version of at most `width` pixels; undefined for a strange address. */
    async bytesOf(url: string, width?: number): Promise<Buffer | undefined> {
      const source = sources.get(url);
      if (!source) return undefined;
      if (source.kind === 'taken') return source.bytes;
      if (source.kind === 'card') return once(drawn, JSON.stringify([source, width]), () => drawCard(source, width));
      const make = await once(makers, source.bytes, () => createPaddedJpeg(source.bytes));
      return make(source.number);
    },
    /** The picture at a full-size address of the CDN. */
    pictureAt(url: string): SandboxPicture | undefined {
      const source = sources.get(url);
      return source && { url, source };
    },
    /** Takes bytes Ozon has downloaded, under a CDN address of their own. */
    take(bytes: Buffer): SandboxPicture {
      taken += 1;
      const picture: SandboxPicture = { url: cdnUrl(firstTaken + taken, taken), source: { kind: 'taken', bytes } };
      sources.set(picture.url, picture.source);
      return picture;
    },
  };
}
