import type { ContentScriptContext } from '#imports';
import { type ActionDeps, type Actions, createActions } from './actions';
import { createArticlesToTake } from './articles-to-take';
import type { Ask } from './ask';
import { productOfAddress } from './edit-buttons';
import { createLauncherPanel } from './launcher-panel';
import { type Corner, createLauncherPosition } from './launcher-position';
import { makeButton, makeElement, makeIcon } from './make-element';
import type { OwnHosts } from './own-hosts';
import { createPatience } from './patience';
import type { Feature } from './place';
import { onPress } from './press';

const sign = 'M2 4.5h12v8H2zM2 10.5l3.5-3 3 2.5 2-1.5 3.5 2.5M8 1v2.5';

type Deps = ActionDeps & {
  ctx: ContentScriptContext;
  hosts: OwnHosts;
  lookAgainIn: (ms: number) => void;
  ask: Ask;
  companyId: () => string | null;
  /** Whether the page itself shows buttons for its product. */
  hasPageButtons: () => boolean;
};

/**
 * A movable button at the window's edge that needs nothing of the page. On a product's own page it offers the two
 * buttons: beside itself where the page has no place for them, else in what it opens.
 */
export function createLauncher({ ctx, hosts, lookAgainIn, ask, companyId, hasPageButtons, ...deps }: Deps): Feature {
  const { texts } = deps;
  const { host, shadow } = hosts.make('oib-launcher');
  const putBack = createPatience(lookAgainIn);
  const articles = createArticlesToTake(ctx);
  let hidden = false;
  let address = '';

  const toggle = makeButton('launcher-toggle', 'toggle main', makeIcon(sign));
  toggle.ariaExpanded = 'false';
  const buttons = makeElement('div');
  const beside = makeElement('div');
  const { panel, ...inside } = createLauncherPanel({
    host,
    texts,
    read: articles.read,
    hide() {
      hidden = true;
      host.remove();
    },
    async take({ skus }) {
      const answer = await ask('portal.collect', { skus, companyId: companyId() });
      return answer.ok ? null : answer.code;
    },
  });
  shadow.append(makeElement('div', { class: 'dock' }, panel, beside, toggle));
  let actions: Actions | undefined;
  const position = createLauncherPosition(toggle, placeAt);
  void position.restore();
  ctx.addEventListener(window, 'resize', position.draw);

  /** The panel and the buttons open towards the middle of the window. */
  function placeAt({ right, bottom }: Corner): void {
    host.style.setProperty('--right', `${right}px`);
    host.style.setProperty('--bottom', `${bottom}px`);
    const isLeft = right > innerWidth / 2;
    panel.className = `panel ${bottom < innerHeight / 2 ? 'up' : 'down'} ${isLeft ? 'right' : 'left'}`;
    beside.className = `beside ${isLeft ? 'after' : ''}`;
  }

  function setOpen(open: boolean): void {
    toggle.ariaExpanded = String(open);
    inside.setOpen(open);
    drawProduct();
  }
  onPress(toggle, host, { act: () => position.wasDragged() || setOpen(panel.hidden) });
  shadow.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || panel.hidden) return;
    setOpen(false);
    toggle.focus();
  });

  /** Puts the buttons where they belong; elsewhere they are not in the page at all. */
  function drawProduct(): void {
    const product = productOfAddress();
    const isBeside = product !== undefined && !hasPageButtons();
    beside.hidden = !isBeside;
    if (!product || (panel.hidden && !isBeside)) {
      buttons.remove();
      return;
    }
    actions ??= createActions(deps, { host, shadow, parent: buttons, page: 'edit', readNow: productOfAddress });
    actions.show(product);
    if (!isBeside) inside.putProduct(buttons);
    else if (buttons.parentElement !== beside) beside.append(buttons);
  }

  function draw(): void {
    toggle.title = `Ozon Image Bridge. ${texts.label('move')}`;
    toggle.ariaLabel = toggle.title;
    inside.draw();
    actions?.draw();
  }

  return {
    watches: () => false,
    update({ view }) {
      if (address !== location.href) articles.forget();
      address = location.href;
      if (!view.launcher || hidden) host.remove();
      else if (!host.isConnected) putBack(() => document.documentElement.append(host));
      drawProduct();
      draw();
      return false;
    },
    redraw: draw,
  };
}
