import { useEffect, useState } from 'react';
import { z } from 'zod';
import { storage } from '#imports';
import { listField } from '../../core/article';
import { storeId } from '../../core/ids';
import { downloadDestination } from '../../core/job';

/** What was typed and chosen in the popup. Null where nothing was chosen, so that later defaults apply. */
const popupDraft = z.object({
  storeId: storeId.nullable().catch(null),
  field: listField.nullable().catch(null),
  destination: downloadDestination.nullable().catch(null),
  text: z.string().catch(''),
  /** The page that wrote it; popup and side panel share one draft. */
  writer: z.string().catch(''),
});
export type PopupDraft = z.infer<typeof popupDraft>;

const empty: PopupDraft = { storeId: null, field: null, destination: null, text: '', writer: '' };
const draftItem = storage.defineItem<PopupDraft>('local:popupDraft', { fallback: empty, version: 1 });
const saveDelayMs = 300;
const ownName = crypto.randomUUID();

/** Keeps the latest draft; written after a pause in typing, and at once when the popup is about to close. */
function createDraftKeeper(draft: PopupDraft) {
  let current = draft;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    void draftItem.setValue({ ...current, writer: ownName });
  };
  return {
    save,
    change(changes: Partial<PopupDraft>) {
      current = { ...current, ...changes };
      clearTimeout(timer);
      timer = setTimeout(save, saveDelayMs);
      // An emptied list has been started: closing the popup now must not bring it back.
      if (changes.text === '') save();
    },
  };
}

/** A list another page asks for, in the address of a tab of its own: SKUs the seller has ticked in the cabinet. */
function askedList(search: string): PopupDraft | undefined {
  const query = new URLSearchParams(search);
  const text = query.get('articles');
  if (text === null) return undefined;
  return popupDraft.parse({
    storeId: query.get('store'),
    field: query.get('field'),
    destination: null,
    text,
    writer: ownName,
  });
}

type Kept = {
  draft: PopupDraft;
  change: (changes: Partial<PopupDraft>) => void;
  /** Another one where another page changed the draft, so that the form is to begin anew. */
  round: number;
};

/**
 * The draft of the popup as it was left, and a way to change it; undefined until it was read. What another page changes
 * in it, such as the popup while the side panel is open, is taken over.
 */
export function usePopupDraft(): Kept | undefined {
  const [kept, setKept] = useState<Kept & { save: () => void }>();

  useEffect(() => {
    const asked = askedList(location.search);
    // Not kept: what is typed in the popup itself stays as it was left.
    if (asked) return setKept({ draft: asked, round: 0, change: () => undefined, save: () => undefined });
    let round = 0;
    const take = (stored: unknown) => {
      const draft = popupDraft.catch(empty).parse(stored);
      round += 1;
      if (round === 1 || draft.writer !== ownName) setKept({ draft, round, ...createDraftKeeper(draft) });
    };
    void draftItem.getValue().then(take);
    return draftItem.watch(take);
  }, []);

  useEffect(() => {
    if (!kept) return;
    addEventListener('pagehide', kept.save);
    return () => removeEventListener('pagehide', kept.save);
  }, [kept]);

  return kept;
}
