import { makeButton, makeElement, makeIcon } from './make-element';
import { type ActionState, idle } from './product-states';
import type { Texts } from './texts';

export type ActionName = 'download' | 'push';

const icons: Record<ActionName, string> = {
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  push: 'M13.5 9V5h-11L5 2.5M2.5 7v4h11L11 13.5',
};

/** What stands on a button, and the sentence it is explained by. */
function wordsFor(name: ActionName, { state, done, total, code }: ActionState, { label, error }: Texts) {
  const usual = { text: label(name), title: label(`${name}Title`) };
  if (state === 'failed') return { text: label('failed'), title: label('again', { text: error(code ?? '') }) };
  if (state === 'busy') return { ...usual, text: total > 0 ? `${done}/${total}` : '…' };
  return state === 'done' ? { ...usual, text: label('done', { n: done }) } : usual;
}

type Words = ReturnType<typeof wordsFor>;

function fill(element: HTMLElement, { state, done, total, code }: ActionState, { text, title }: Words): void {
  Object.assign(element.dataset, { state, done, total, error: code ?? '' });
  element.style.setProperty('--share', String(done / (total || 1)));
  element.title = title;
  if (element.lastChild) element.lastChild.textContent = text;
}

/** Idle buttons to copy: making each from its parts is most of what a row would cost. */
const patterns: Partial<Record<ActionName, HTMLButtonElement>> = {};

/** One button with what it says of its state: in words, as a filling, and for tests in `data-` attributes. */
export function createActionButton(name: ActionName, texts: Texts) {
  const pattern = patterns[name] ?? makeButton(`${name}-button`, name, makeIcon(icons[name]), makeElement('span'));
  patterns[name] = pattern;
  const usual = wordsFor(name, idle, texts);
  if (pattern.title !== usual.title) fill(pattern, idle, usual);
  const element = document.importNode(pattern, true);
  let drawn = idle;
  return {
    name,
    element,
    /** Draws a state for the product of this name; gives the words for it. */
    draw(state: ActionState, product: string): string {
      const words = wordsFor(name, state, texts);
      if (state !== drawn || element.title !== words.title) fill(element, state, words);
      drawn = state;
      const said = `${words.text}. ${words.title}`;
      element.ariaLabel = `${said}. ${product}`;
      return said;
    },
  };
}
