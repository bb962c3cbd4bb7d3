import { describe, expect, it } from 'vitest';
import type { PictureSet } from './push';
import { type DraftEdit, draftSet, editDraft, type PushDraft, placedPictures, startDraft } from './push-draft';

const card: PictureSet = { pictures: ['a', 'b', 'c'], colour: 'x' };

const edited = (...edits: DraftEdit[]): PushDraft =>
  edits.reduce((draft, edit) => editDraft(draft, edit, card), startDraft(card));
const pictures = (draft: PushDraft, current = card) => draftSet(draft, current).pictures.join('');

describe('a draft of a new set', () => {
  it('starts as the set that is on the card', () => {
    expect(draftSet(startDraft(card), card)).toEqual(card);
  });

  it('can start from a set that was to become the next one, what is new in it known as such', () => {
    const draft = startDraft(card, { pictures: ['n', 'a'], colour: null });
    expect(draftSet(draft, card)).toEqual({ pictures: ['n', 'a'], colour: null });
    expect(draft.arranged.map(({ added }) => added)).toEqual([true, false]);
  });

  it('adds at the end, also an address that is there already, each with a key of its own', () => {
    const draft = edited({ type: 'add', urls: ['d', 'a'] }, { type: 'add', urls: ['e'] });
    expect(pictures(draft)).toBe('abcdae');
    expect(new Set(draft.arranged.map(({ key }) => key)).size).toBe(6);
  });

  it('moves to a place, and not outside the set', () => {
    expect(pictures(edited({ type: 'move', key: 'p2', to: 0 }))).toBe('cab');
    expect(pictures(edited({ type: 'move', key: 'p0', to: 1 }))).toBe('bac');
    expect(pictures(edited({ type: 'move', key: 'p0', to: -1 }, { type: 'move', key: 'p0', to: 3 }))).toBe('abc');
    expect(pictures(edited({ type: 'move', key: 'gone', to: 1 }))).toBe('abc');
  });

  it('removes one of two equal addresses only', () => {
    expect(pictures(edited({ type: 'add', urls: ['a'] }, { type: 'remove', key: 'p0' }))).toBe('bca');
  });

  it('keeps the first pictures', () => {
    expect(pictures(edited({ type: 'keepFirst', count: 2 }))).toBe('ab');
  });

  it('changes the colour sample without touching the pictures', () => {
    expect(draftSet(edited({ type: 'colour', url: null }), card)).toEqual({ pictures: card.pictures, colour: null });
  });
});

describe('append', () => {
  const append: DraftEdit = { type: 'mode', mode: 'append' };
  const moreAtEnd: DraftEdit = { type: 'add', urls: ['d', 'e'] };

  it('locks what is on the card and lets only the new pictures follow', () => {
    const draft = edited({ type: 'move', key: 'p2', to: 0 }, moreAtEnd, append);
    expect(placedPictures(draft, card).map(({ url, locked }) => `${url}${locked ? '!' : ''}`)).toEqual([
      'a!',
      'b!',
      'c!',
      'd',
      'e',
    ]);
  });

  it('moves and removes new pictures only', () => {
    expect(pictures(edited(append, moreAtEnd, { type: 'move', key: 'p4', to: 3 }))).toBe('abced');
    expect(pictures(edited(append, moreAtEnd, { type: 'move', key: 'p4', to: 0 }))).toBe('abcde');
    expect(pictures(edited(append, moreAtEnd, { type: 'remove', key: 'p0' }))).toBe('abcde');
    expect(pictures(edited(append, moreAtEnd, { type: 'remove', key: 'now0' }))).toBe('abcde');
    expect(pictures(edited(append, moreAtEnd, { type: 'keepFirst', count: 4 }))).toBe('abcd');
    expect(pictures(edited(append, moreAtEnd, { type: 'keepFirst', count: 1 }))).toBe('abc');
  });

  it('loses nothing of the order arranged before, once replacing again', () => {
    const back = edited(
      { type: 'add', urls: ['d'] },
      { type: 'move', key: 'p3', to: 0 },
      append,
      { type: 'add', urls: ['e'] },
      { type: 'move', key: 'p4', to: 3 },
      { type: 'mode', mode: 'replace' },
    );
    expect(pictures(back)).toBe('eabcd');
  });

  it('keeps a picture that has left the card meanwhile as a new one', () => {
    expect(pictures(edited(append), { pictures: ['b', 'z'], colour: null })).toBe('bzac');
  });
});
