import type { Variant } from '../variant';
import type { Texts } from './texts';

/** What every view of the portal gets. */
export type PageContext = {
  texts: Texts;
  variant: Variant;
  /** Query that keeps the variant on the way through the app, `?` included; empty when there is none. */
  query: string;
  /** Goes to another address of the app by `history.pushState`. */
  go(address: string): void;
};

/** A view: what it shows now, and where it may add more until the signal ends it. */
export type View = (context: PageContext, signal: AbortSignal) => HTMLElement;
