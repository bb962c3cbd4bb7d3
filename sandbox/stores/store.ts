/**
 * How a picture of the CDN comes about: a drawn card a person can tell apart, cheap bytes of an exact size, or bytes
 * that Ozon downloaded from somewhere.
 */
export type PictureSource =
  | { kind: 'card'; format: 'jpeg' | 'png' | 'webp'; article: string; n: number; hue: number }
  | { kind: 'padded'; number: number; bytes: number }
  | { kind: 'taken'; bytes: Buffer };

/** A picture's full-size address and what is behind it. */
export type SandboxPicture = { url: string; source: PictureSource };

export type SandboxProduct = {
  productId: number;
  offerId: string;
  sku: number;
  /** Value of attribute 9024. */
  vendorCode: string;
  name: string;
  archived: boolean;
  primary: SandboxPicture | undefined;
  /** In site order; may begin with the primary again. */
  images: SandboxPicture[];
  colour: SandboxPicture | undefined;
};

export type SandboxStore = {
  name: string;
  clientId: string;
  apiKey: string;
  /** When the key ends, ISO 8601. After it Ozon no longer knows the key. */
  expiresAt: string;
  company: { name: string; legalName: string; inn: string; currency: string };
  roles: { name: string; methods: string[] }[];
  products: SandboxProduct[];
};

/** A product's pictures as a download takes them: primary, images, colour; each address once. */
export function picturesOf({ primary, images, colour }: SandboxProduct): SandboxPicture[] {
  const all = [...(primary ? [primary] : []), ...images, ...(colour ? [colour] : [])];
  return [...new Map(all.map((picture) => [picture.url, picture])).values()];
}
