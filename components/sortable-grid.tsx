import { Accessibility } from '@dnd-kit/dom';
import { DragDropProvider } from '@dnd-kit/react';
import { isSortable, useSortable } from '@dnd-kit/react/sortable';
import { type ReactNode, useMemo, useRef } from 'react';

type Item = { key: string; locked: boolean };

/** What is said to a screen reader while a picture is dragged; places count from 1. */
export type SortableTexts = {
  picked: (place: number) => string;
  over: (place: number) => string;
  dropped: (place: number) => string;
  cancelled: string;
};

type Props<T extends Item> = {
  label: string;
  items: T[];
  texts: SortableTexts;
  className: string;
  onMove: (key: string, to: number) => void;
  /** Draws one item; `handle` belongs on the element that is taken hold of. */
  children: (item: T, index: number, handle: (element: Element | null) => void) => ReactNode;
};

/** A list whose items can be dragged, with the pointer or with Space and the arrow keys. Locked ones stay. */
export function SortableGrid<T extends Item>({ label, items, texts, className, onMove, children }: Props<T>) {
  const plugins = useAnnouncements(texts);
  return (
    <DragDropProvider
      onDragEnd={({ operation: { source }, canceled }) => {
        if (canceled || !isSortable(source) || source.index === source.initialIndex) return;
        onMove(String(source.id), source.index);
      }}
      plugins={plugins}
    >
      <ol aria-label={label} className={className}>
        {items.map((item, index) => (
          <SortableItem index={index} item={item} key={item.key}>
            {(handle) => children(item, index, handle)}
          </SortableItem>
        ))}
      </ol>
    </DragDropProvider>
  );
}

type ItemProps = { item: Item; index: number; children: (handle: (element: Element | null) => void) => ReactNode };

function SortableItem({ item, index, children }: ItemProps) {
  const { ref, handleRef, isDragSource } = useSortable({ id: item.key, index, disabled: item.locked });
  return (
    <li className={isDragSource ? 'opacity-60' : ''} ref={ref}>
      {children(handleRef)}
    </li>
  );
}

/** The library's own announcements name keys in English; these name places in the language of the page. */
function useAnnouncements(texts: SortableTexts) {
  const latest = useRef(texts);
  latest.current = texts;
  return useMemo(() => {
    const announcements = Accessibility.configure({
      announcements: {
        dragstart: ({ operation: { source } }: DragEvent) => say(source, latest.current.picked),
        dragover: ({ operation: { source } }: DragEvent) => say(source, latest.current.over),
        dragend: ({ operation: { source }, canceled }: DragEvent & { canceled: boolean }) =>
          canceled ? latest.current.cancelled : say(source, latest.current.dropped),
      },
    });
    return <P,>(defaults: P[]) => [...defaults, announcements];
  }, []);
}

type Source = Parameters<typeof isSortable>[0];
type DragEvent = { operation: { source: Source } };

const say = (source: Source, text: (place: number) => string) =>
  isSortable(source) ? text(source.index + 1) : undefined;
