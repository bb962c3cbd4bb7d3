/** A product as the portal's own pages get it. */
export type PortalItem = {
  id: number;
  offerId: string;
  sku: number;
  name: string;
  archived: boolean;
  /** Addresses on the CDN, as the card had them when this was loaded. */
  primary: string | null;
  images: string[];
};

/** One page of the product list. */
export type PortalList = { items: PortalItem[]; total: number; pages: number };

/** What the edit page's form sends when it is saved: `POST /api/v1/item/update` (seller-portal.md §4). */
export type PortalUpdate = { id: number; offer_id: string; images: string[]; primary_image: string };
