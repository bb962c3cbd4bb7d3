/** How the product list names its products: attributes, links only, text only, or nothing at all to hold on to. */
export type Look = 'anchors' | 'links' | 'text' | 'bare';

/** What the page does to rows it finds changed: nothing, removes what is not its own, or makes them anew from HTML. */
export type Temper = 'calm' | 'purging' | 'cloning';

/** A variant of the portal, read from words such as `recycled` or `text,cloning` (README.md beside this file). */
export type Variant = { look: Look; recycled: boolean; temper: Temper };

const isLook = (word: string): word is Look => ['anchors', 'links', 'text', 'bare'].includes(word);
const isTemper = (word: string): word is Temper => ['purging', 'cloning'].includes(word);

/** Reads a variant; words it does not know count for nothing, and no word at all is the plain list with anchors. */
export function variantOf(words: string): Variant {
  const all = words.split(',');
  return {
    look: all.find(isLook) ?? 'anchors',
    recycled: all.includes('recycled'),
    temper: all.find(isTemper) ?? 'calm',
  };
}
