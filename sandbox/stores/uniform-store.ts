import { cdnUrl, storeWith } from './defaults';
import type { SandboxPicture, SandboxProduct, SandboxStore } from './store';

const firstPicture = 8100000000;

function paddedPicture(number: number, bytes: number): SandboxPicture {
  // One host for all: a measurement is about connections, and four hosts would have four times as many.
  return { url: cdnUrl(firstPicture + number, 0), source: { kind: 'padded', number, bytes } };
}

/** Pictures 1..n, all different, each a valid JPEG of exactly `bytes` bytes, on one host. */
export function manyPictures(n: number, { bytes }: { bytes: number }): SandboxPicture[] {
  return Array.from({ length: n }, (_, at) => paddedPicture(at + 1, bytes));
}

type Size = { products: number; imagesPerProduct: number; bytes: number };

/** A store for measurements: every product `BENCH-00001…` has the same number of pictures of the same size. */
export function uniformStore({ products, imagesPerProduct, bytes }: Size): SandboxStore {
  const pictures = manyPictures(products * imagesPerProduct, { bytes });
  const identity = { name: 'Замер', clientId: '2222222', apiKey: 'e7b40f15-6c2d-4a88-9d31-52f8b0c6a74e' };
  const made = Array.from({ length: products }, (_, index): SandboxProduct => {
    const [primary, ...images] = pictures.slice(index * imagesPerProduct, (index + 1) * imagesPerProduct);
    return {
      ...{ productId: 5000000000 + index, sku: 6500000000 + index, primary, images },
      ...{ archived: false, colour: undefined, name: `Товар ${index + 1}` },
      offerId: `BENCH-${String(index + 1).padStart(5, '0')}`,
      vendorCode: `V-${index + 1}`,
    };
  });
  return storeWith(identity, made);
}
