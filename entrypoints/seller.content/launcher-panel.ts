import type { ArticlesToTake } from './articles-to-take';
import { makeButton, makeElement } from './make-element';
import { onPress } from './press';
import type { Texts } from './texts';

type Deps = {
  host: HTMLElement;
  texts: Texts;
  read: () => ArticlesToTake;
  /** Sends the articles on; gives the code of a refusal. */
  take: (articles: ArticlesToTake) => Promise<string | null>;
  hide: () => void;
};

/** What opens at the launcher: the product of the page, the articles that can be taken, and hiding it. */
export function createLauncherPanel({ host, texts, read, take, hide }: Deps) {
  const takeButton = makeButton('launcher-take', 'main');
  const hideButton = makeButton('launcher-hide', '');
  const status = makeElement('p', { role: 'status', 'data-testid': 'launcher-message' });
  const title = makeElement('h2', {}, 'Ozon Image Bridge');
  const parts = [title, takeButton, status, hideButton];
  const panel = makeElement('div', { role: 'group', hidden: '' }, ...parts);

  /** Draws the words and how many articles there are at this moment. */
  function draw(): void {
    if (panel.hidden) return;
    const { skus, from } = read();
    takeButton.textContent = texts.label(from === 'ticked' ? 'takeTicked' : 'takeSeen', { n: skus.length });
    takeButton.disabled = skus.length === 0;
    Object.assign(takeButton.dataset, { count: skus.length, from });
    hideButton.textContent = texts.label('hide');
  }

  async function takeNow(): Promise<void> {
    const articles = read();
    if (articles.skus.length === 0) return draw();
    const code = await take(articles);
    status.textContent = code ? texts.error(code) : texts.label('taken', { n: articles.skus.length });
  }

  onPress(takeButton, host, {
    act: () => void takeNow(),
    covered() {
      status.textContent = texts.label('covered');
    },
  });
  hideButton.addEventListener('click', hide);

  return {
    panel,
    draw,
    /** Puts the buttons of the page's product under the title. */
    putProduct: (buttons: HTMLElement): void => title.after(buttons),
    setOpen(open: boolean): void {
      panel.hidden = !open;
      status.textContent = '';
      draw();
    },
  };
}
