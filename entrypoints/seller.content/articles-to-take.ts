import type { ContentScriptContext } from '#imports';
import { findRows, isCheckbox, isTicked, readRow, rowOf } from './selectors';

/** SKUs one message may carry (lib/ext/messages.ts). */
const most = 1000;

export type ArticlesToTake = { skus: string[]; from: 'ticked' | 'seen' };

const isSeen = (row: Element): boolean => {
  const { top, bottom, height } = row.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
};

/**
 * The products whose rows are ticked, or else those that can be seen. The list unmounts rows while it scrolls, so ticks
 * are remembered as they are made; a tick outside the rows ("all") or another address starts afresh.
 */
export function createArticlesToTake(ctx: Pick<ContentScriptContext, 'addEventListener' | 'requestAnimationFrame'>) {
  const ticked = new Set<string>();

  function readTicks(): void {
    for (const row of findRows(document)) {
      const sku = readRow(row)?.sku;
      if (sku && isTicked(row)) ticked.add(sku);
      else if (sku) ticked.delete(sku);
    }
  }

  ctx.addEventListener(
    document,
    'click',
    ({ target }) => {
      if (!(target instanceof Element) || !isCheckbox(target)) return;
      if (!readRow(rowOf(target))) ticked.clear();
      ctx.requestAnimationFrame(readTicks);
    },
    { capture: true, passive: true },
  );

  return {
    /** Reads the page as it is now. */
    read(): ArticlesToTake {
      readTicks();
      if (ticked.size > 0) return { skus: [...ticked].slice(0, most), from: 'ticked' };
      const seen = findRows(document)
        .filter(isSeen)
        .flatMap((row) => readRow(row)?.sku ?? []);
      return { skus: [...new Set(seen)].slice(0, most), from: 'seen' };
    },
    forget: () => ticked.clear(),
  };
}
