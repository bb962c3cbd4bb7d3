import type { SandboxPicture, SandboxProduct } from './store';

/** A card's pictures by address, as buyers and the API see them. */
export type Card = {
  primary: string | null;
  /** As `/v3/product/info/list` gives them: with or without the primary. */
  images: string[];
  colour: string | null;
  /** The set: primary first, each address once, colour sample apart. */
  pictures: string[];
};

/** The set of a product: primary first, each once, without the colour sample. */
export function setOf({ primary, images }: SandboxProduct): SandboxPicture[] {
  const all = [...(primary ? [primary] : []), ...images];
  return [...new Map(all.map((picture) => [picture.url, picture])).values()];
}

/** What a product's card shows now. */
export function cardOf(product: SandboxProduct): Card {
  return {
    primary: product.primary?.url ?? null,
    images: product.images.map(({ url }) => url),
    colour: product.colour?.url ?? null,
    pictures: setOf(product).map(({ url }) => url),
  };
}

/** Puts a whole set on a card, first picture first; whether `images` repeats the primary is not settled (§3.2). */
export function putOnCard(
  product: SandboxProduct,
  set: { pictures: SandboxPicture[]; colour: SandboxPicture | undefined },
  repeatPrimary: boolean,
): void {
  product.primary = set.pictures[0];
  product.images = repeatPrimary ? set.pictures : set.pictures.slice(1);
  product.colour = set.colour;
}
