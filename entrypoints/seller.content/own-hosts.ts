import { keepFromPage } from './press';
import { applyStyle } from './style';

const tags = 'oib-actions, oib-launcher';

export type OwnHosts = ReturnType<typeof createOwnHosts>;
export type HostTag = 'oib-actions' | 'oib-launcher';

/**
 * Makes the elements this script adds to the page and knows them again. Pages copy markup by `innerHTML`: such a copy
 * carries our name but no shadow root and no listeners, so whatever is not in the set is dead (seller-portal.md §10).
 */
export function createOwnHosts() {
  const made = new WeakSet<Element>();
  const others = (root: ParentNode) => [...root.querySelectorAll(tags)].filter((element) => !made.has(element));
  return {
    /** A new element with an open shadow root, our style in it, and no way out for what is pressed in it. */
    make(tag: HostTag): { host: HTMLElement; shadow: ShadowRoot } {
      const host = document.createElement(tag);
      const shadow = host.attachShadow({ mode: 'open' });
      applyStyle(shadow);
      keepFromPage(shadow);
      made.add(host);
      return { host, shadow };
    },

    /** Removes every element of our name that is not ours: copies, and what an older script left behind. */
    sweep(root: ParentNode): void {
      for (const copy of others(root)) copy.remove();
    },

    /** Removes everything of ours. */
    clear(root: ParentNode): void {
      for (const element of root.querySelectorAll(tags)) if (made.has(element)) element.remove();
    },
  };
}
