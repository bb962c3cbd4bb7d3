import type { Gallery } from '../cdn/gallery';
import type { SandboxPicture, SandboxProduct } from '../stores/store';
import type { Downloaded } from './picture-download';
import type { PictureFault } from './picture-error';

export type OzonCopies = ReturnType<typeof createOzonCopies>;

/**
 * Ozon's copies of the pictures pushed to a product. An address seen again stands for the copy made then, whatever
 * lies there now (ozon-seller-api.md §4.1, same URL again); one that failed is tried again with the next call.
 */
export function createOzonCopies(gallery: Gallery, download: (url: string) => Promise<Downloaded>) {
  const copies = new Map<string, SandboxPicture>();
  const faults = new Map<string, PictureFault>();
  const keyOf = (product: SandboxProduct, url: string) => `${product.productId} ${url}`;
  const known = (product: SandboxProduct, url: string) => gallery.pictureAt(url) ?? copies.get(keyOf(product, url));

  const fetchOne = async (product: SandboxProduct, url: string) => {
    const result = await download(url);
    const key = keyOf(product, url);
    if ('code' in result) faults.set(key, result.code);
    else copies.set(key, gallery.take(result.bytes));
  };

  return {
    /** Downloads what is neither Ozon's own nor seen before. */
    async fetchNew(product: SandboxProduct, urls: string[]): Promise<void> {
      await Promise.all(urls.filter((url) => !known(product, url)).map((url) => fetchOne(product, url)));
    },
    /** The picture behind an address, or why there is none. */
    find(product: SandboxProduct, url: string): SandboxPicture | { code: PictureFault } {
      return known(product, url) ?? { code: faults.get(keyOf(product, url)) ?? 'pics_http_error' };
    },
  };
}
