import type { PortalProduct } from '../../lib/core/portal';
import { type ActionName, createActionButton } from './action-button';
import { createBubble } from './bubble';
import { makeButton, makeElement } from './make-element';
import { onPress } from './press';
import { isSameProduct, type ProductIds, type ProductStates } from './product-states';
import type { Texts } from './texts';

export type ActionDeps = {
  texts: Texts;
  states: ProductStates;
  /** Gives the reason why the seller must be asked about the store, if so. */
  download: (product: PortalProduct, anyStore: boolean) => Promise<string | null>;
  push: (product: PortalProduct, page: 'edit' | 'list') => Promise<void>;
};
type Place = {
  host: HTMLElement;
  shadow: ShadowRoot;
  /** Where the buttons go in the shadow root. */
  parent: ParentNode;
  page: 'edit' | 'list';
  /** The product the page shows at this moment, where the buttons stand. */
  readNow: () => PortalProduct | undefined;
};
export type Actions = ReturnType<typeof createActions>;

/**
 * The two buttons for one product, in a shadow root. What a click acts upon is read from the page again, and only if it
 * is what was drawn: rows are recycled (seller-portal.md §10, 7).
 */
export function createActions(deps: ActionDeps, { host, shadow, parent, page, readNow }: Place) {
  const { texts, states } = deps;
  const buttons = { download: createActionButton('download', texts), push: createActionButton('push', texts) };
  const group = makeElement(
    'div',
    { class: `actions ${page}`, role: 'group' },
    buttons.download.element,
    buttons.push.element,
  );
  const spoken = makeElement('span', { class: 'spoken', role: 'status' });
  parent.append(group, spoken);
  const bubble = createBubble(shadow, group);
  /** What was pressed here and has not ended: its end is told here, and not at another place of the same product. */
  const pressed = new Set<ActionName>();
  let shown: PortalProduct | undefined;

  function say(text: string, answers: HTMLElement[] = []): void {
    spoken.textContent = text;
    const content: Node[] = [makeElement('p', {}, text)];
    if (answers.length > 0) content.push(makeElement('div', { class: 'answers' }, ...answers));
    bubble.show(content, answers[0]);
  }

  /** What a press does: acts if the page still shows here what was drawn, else draws what it shows. */
  const press = (act: (product: PortalProduct) => Promise<void>) => ({
    covered: () => say(texts.label('covered')),
    act() {
      const now = readNow();
      if (!now) return;
      if (isShowing(now)) void act(now);
      else show(now);
    },
  });

  async function download(product: PortalProduct, anyStore: boolean): Promise<void> {
    bubble.hide();
    pressed.add('download');
    const question = await deps.download(product, anyStore);
    if (question && isShowing(product)) askForStore(question);
  }

  function askForStore(code: string): void {
    const no = makeButton('confirm-no', '', texts.label('no'));
    const yes = makeButton('confirm-yes', 'main', texts.label('yes'));
    onPress(
      yes,
      host,
      press((product) => download(product, true)),
    );
    no.addEventListener('click', () => bubble.hide());
    say(`${texts.error(code)} ${texts.label('question')}`, [no, yes]);
  }

  function draw(): void {
    if (!shown) return;
    const state = states.of(shown);
    for (const { name, draw: drawState } of Object.values(buttons)) {
      const words = drawState(state[name], shown.sku ? `SKU ${shown.sku}` : `ID ${shown.productId}`);
      if (!pressed.has(name) || state[name].state === 'busy') continue;
      pressed.delete(name);
      const { code } = state[name];
      if (code) say(texts.error(code));
      else spoken.textContent = words;
    }
  }

  const isShowing = (product: ProductIds): boolean => shown !== undefined && isSameProduct(shown, product);

  function show(product: PortalProduct): void {
    if (!isShowing(product)) {
      pressed.clear();
      bubble.hide();
      spoken.textContent = '';
    }
    shown = product;
    describe(host, product);
    draw();
  }

  onPress(
    buttons.download.element,
    host,
    press((product) => download(product, false)),
  );
  onPress(
    buttons.push.element,
    host,
    press((product) => {
      bubble.hide();
      pressed.add('push');
      return deps.push(product, page);
    }),
  );
  return { host, isShowing, show, draw };
}

/** Names the product on the host, as far as it is known (product.md, "Fixed names"). */
function describe({ dataset }: HTMLElement, { productId, offerId, sku }: PortalProduct): void {
  for (const [name, value] of Object.entries({ productId, offerId, sku })) {
    if (value === null) delete dataset[name];
    else if (dataset[name] !== value) dataset[name] = value;
  }
}
