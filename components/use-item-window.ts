import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { itemRange, pageOf } from './item-range';
import { useCalm } from './use-calm';

/** Lists up to this length are drawn whole: searching in the page and reading aloud work as in any list. */
const wholeUpTo = 500;
const estimatedHeight = 62;
/** Rows drawn beyond both edges of the window. */
const overscan = 8;
/** Pages flown over in less time than this are not read: nobody sees them. */
const calmMs = 60;

/** The rows of a list of `count` that are to be drawn, where they stand, and the range (`from`–`to`) to be read. */
export function useItemWindow(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const top = useTop(list);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimatedHeight,
    overscan: count <= wholeUpTo ? count : overscan,
    scrollMargin: top,
  });
  const rows = virtualizer.getVirtualItems();
  const first = useCalm(pageOf(rows[0]?.index), calmMs);
  const last = useCalm(pageOf(rows.at(-1)?.index), calmMs);
  return {
    list,
    rows: rows.map(({ index, start }) => ({ index, offset: start - top })),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    ...itemRange(first, last, count),
  };
}

export type ItemWindow = ReturnType<typeof useItemWindow>;

/** Where an element begins on the page, px; what stands above it grows and shrinks while a job runs. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = () => setTop(Math.round((element.current?.getBoundingClientRect().top ?? 0) + scrollY));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
