import type { OfferId } from './ids';

/** A product as the rest of the code sees it, whatever method of the Seller API it came from. */
export type Product = {
  productId: string;
  offerId: OfferId;
  /** Every SKU the product answers to; the first is the one to show. */
  skus: string[];
  name: string;
  /** Full-size addresses: primary first, then images, then colour, no repeats (product.md C3). */
  imageUrls: string[];
};

/** Drops the size segment (`/wc1000/`, `/c600/`) before the file name: what is left is the full picture. */
export function fullSizeUrl(url: string): string {
  return url.replace(/\/w?c\d+(?=\/[^/]+$)/, '');
}

/** The pictures of a card in storage order. Answers differ on whether `images` repeats the primary one. */
export function orderImages(primary: string[], images: string[], colour: string[]): string[] {
  const urls = [...primary, ...images, ...colour].filter((url) => url !== '').map(fullSizeUrl);
  return [...new Set(urls)];
}

/** A small variant of a picture on Ozon's own servers, which know it by its path (seller-portal.md §9); others as they are. */
export function thumbnailUrl(url: string): string {
  if (!/^https?:\/\/[^/]+\/(?:s3\/)?multimedia[^/]*\/[^?#]+$/.test(url)) return url;
  return fullSizeUrl(url).replace(/\/([^/]+)$/, '/wc200/$1');
}
