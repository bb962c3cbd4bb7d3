import type { PortalItem } from '../portal-item';
import type { Row } from './row';

/** Rows in the page, whatever the list's length: the real list keeps 3 to 10 (seller-portal.md §1). */
export const rowsKept = 10;

/** Height of a row in pixels; the style sheet holds rows of recycled lists to it. */
const rowHeight = 96;

/**
 * Shows a long list in a few rows while the window scrolls: every row gets the product next to the one it had,
 * in the same elements. Gives a function that draws again.
 */
export function recycleRows(
  holder: HTMLElement,
  table: HTMLElement,
  rows: Row[],
  items: PortalItem[],
  isTicked: (item: PortalItem) => boolean,
  signal: AbortSignal,
): () => void {
  const draw = () => {
    const passed = Math.floor((window.scrollY - holder.offsetTop) / rowHeight);
    const first = Math.max(0, Math.min(passed, items.length - rows.length));
    table.style.transform = `translateY(${first * rowHeight}px)`;
    for (const [at, row] of rows.entries()) {
      const item = items[first + at];
      if (item) row.show(item, isTicked(item));
    }
  };
  holder.style.height = `${(items.length + 1) * rowHeight}px`;
  let asked = 0;
  window.addEventListener(
    'scroll',
    () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(draw);
    },
    { signal, passive: true },
  );
  draw();
  return draw;
}
