import type { PictureSet } from './push';

/** One picture of the set being arranged; `added` ones were typed in, the others stood on the card at first. */
export type DraftPicture = { key: string; url: string; added: boolean };

/** `append` keeps everything that is on the card in its place. */
export type PushMode = 'replace' | 'append';

/** A new set on its way: what the seller has arranged so far, whatever the mode. */
export type PushDraft = {
  mode: PushMode;
  arranged: DraftPicture[];
  colour: string | null;
  /** More than the usual 30, on purpose. */
  allowMore: boolean;
  /** Number of the next key, so that the same address twice stays two pictures. */
  nextKey: number;
};

export type DraftEdit =
  | { type: 'add'; urls: string[] }
  | { type: 'remove'; key: string }
  | { type: 'move'; key: string; to: number }
  | { type: 'keepFirst'; count: number }
  | { type: 'mode'; mode: PushMode }
  | { type: 'colour'; url: string | null }
  | { type: 'allowMore'; allowed: boolean };

/** The draft of a card nothing was changed on, or of a set that is to become its next one. */
export function startDraft(current: PictureSet, next: PictureSet = current): PushDraft {
  const arranged = next.pictures.map((url, index) => ({
    key: `p${index}`,
    url,
    added: !current.pictures.includes(url),
  }));
  return { mode: 'replace', arranged, colour: next.colour, allowMore: false, nextKey: arranged.length };
}

/** A picture in its place; a locked one can be neither moved nor removed. */
export type PlacedPicture = DraftPicture & { locked: boolean };

/** The pictures of the new set in order: in mode `append` those on the card first and locked. */
export function placedPictures({ mode, arranged }: PushDraft, current: PictureSet): PlacedPicture[] {
  if (mode === 'replace') return arranged.map((picture) => ({ ...picture, locked: false }));
  const kept = current.pictures.map((url, index) => ({ key: `now${index}`, url, added: false, locked: true }));
  return [...kept, ...arranged.filter(isNew(current)).map((picture) => ({ ...picture, locked: false }))];
}

/** Pictures that follow the card's own in mode `append`; also one that has left the card since the draft began. */
const isNew = (current: PictureSet) => (picture: DraftPicture) =>
  picture.added || !current.pictures.includes(picture.url);

/** The set that would be pushed. */
export const draftSet = (draft: PushDraft, current: PictureSet): PictureSet => ({
  pictures: placedPictures(draft, current).map(({ url }) => url),
  colour: draft.colour,
});

/** The draft after one edit. What does not fit (an unknown key, a place outside, a locked picture) changes nothing. */
export function editDraft(draft: PushDraft, edit: DraftEdit, current: PictureSet): PushDraft {
  switch (edit.type) {
    case 'add': {
      const added = edit.urls.map((url, index) => ({ key: `p${draft.nextKey + index}`, url, added: true }));
      return { ...draft, arranged: [...draft.arranged, ...added], nextKey: draft.nextKey + added.length };
    }
    case 'remove':
      return rearranged(draft, current, (free) => free.filter(({ key }) => key !== edit.key));
    case 'move':
      return rearranged(draft, current, (free, locked) => moved(free, edit.key, edit.to - locked));
    case 'keepFirst':
      return rearranged(draft, current, (free, locked) => free.slice(0, Math.max(0, edit.count - locked)));
    case 'mode':
      return { ...draft, mode: edit.mode };
    case 'colour':
      return { ...draft, colour: edit.url };
    case 'allowMore':
      return { ...draft, allowMore: edit.allowed };
  }
}

function moved(pictures: DraftPicture[], key: string, to: number): DraftPicture[] {
  const picture = pictures.find((candidate) => candidate.key === key);
  if (!picture || to < 0 || to >= pictures.length) return pictures;
  return pictures.filter((candidate) => candidate !== picture).toSpliced(to, 0, picture);
}

type Change = (free: DraftPicture[], lockedCount: number) => DraftPicture[];

/** Changes the pictures that are free to change; the places of the others among them are kept for mode `replace`. */
function rearranged(draft: PushDraft, current: PictureSet, change: Change): PushDraft {
  if (draft.mode === 'replace') return { ...draft, arranged: change(draft.arranged, 0) };
  const free = isNew(current);
  const left = change(draft.arranged.filter(free), current.pictures.length);
  const arranged = draft.arranged.flatMap((picture) => (free(picture) ? left.splice(0, 1) : [picture]));
  return { ...draft, arranged: [...arranged, ...left] };
}
