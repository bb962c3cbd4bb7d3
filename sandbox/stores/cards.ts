import type { Gallery } from '../cdn/gallery';
import { type Card, cardOf, putOnCard } from './card';
import type { SandboxStore } from './store';

type Wanted = Pick<Card, 'pictures' | 'colour'>;

/** The cards of all stores, for tests to look at and for "somebody else" to change. */
export function createCards(stores: SandboxStore[], gallery: Gallery, settleDue: () => void) {
  const productWith = (productId: number | string) => {
    settleDue();
    const all = stores.flatMap(({ products }) => products);
    const found = all.find((product) => String(product.productId) === String(productId));
    if (!found) throw new Error(`no product ${productId} in the sandbox`);
    return found;
  };
  const pictureAt = (url: string) => {
    const picture = gallery.pictureAt(url);
    if (!picture) throw new Error(`no picture of the CDN: ${url}`);
    return picture;
  };
  return {
    /** What a card shows now. Throws when no store has the product. */
    read: (productId: number | string): Card => cardOf(productWith(productId)),
    /** Changes a card as somebody else would in the cabinet; CDN addresses of any product only. */
    change(productId: number | string, change: (card: Card) => Wanted): void {
      const product = productWith(productId);
      const { pictures, colour } = change(cardOf(product));
      const set = { pictures: pictures.map(pictureAt), colour: colour === null ? undefined : pictureAt(colour) };
      putOnCard(product, set, product.images[0]?.url === product.primary?.url);
    },
  };
}
