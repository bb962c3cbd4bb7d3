import { makeElement } from './make-element';

const gap = 6;
const edge = 8;

/**
 * A small box beside the buttons, in the browser's top layer: a table that clips its cells cannot cut it. It follows the
 * buttons while the page scrolls and closes when they leave the window, on Escape and on a press elsewhere.
 */
export function createBubble(shadow: ShadowRoot, anchor: Element) {
  let box: HTMLElement | undefined;
  let following = new AbortController();

  function hide(): void {
    following.abort();
    // Gives the keyboard back to where it was, which a removal alone does not.
    if (box?.isConnected) box.hidePopover();
    box?.remove();
    box = undefined;
  }

  function place(): void {
    const at = anchor.getBoundingClientRect();
    if (!box || !anchor.isConnected || at.bottom < 0 || at.top > innerHeight) {
      hide();
      return;
    }
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = at.bottom + gap;
    const top = below + height + edge > innerHeight ? at.top - gap - height : below;
    box.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - width - edge))}px`;
    box.style.top = `${Math.max(edge, top)}px`;
  }

  return {
    hide,
    /** Shows the content; `focus` gets the keyboard, where the seller must answer. */
    show(content: Node[], focus?: HTMLElement): void {
      hide();
      const attributes = { class: 'bubble', popover: 'auto', role: 'group', 'data-testid': 'actions-message' };
      const made = makeElement('div', attributes, ...content);
      box = made;
      shadow.append(made);
      made.showPopover();
      made.addEventListener('toggle', () => {
        if (made === box && !made.matches(':popover-open')) hide();
      });
      following = new AbortController();
      const { signal } = following;
      addEventListener('scroll', place, { capture: true, passive: true, signal });
      addEventListener('resize', place, { signal });
      place();
      focus?.focus();
    },
  };
}
