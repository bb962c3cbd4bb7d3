import { browser, type ContentScriptContext, defineContentScript } from '#imports';
import { createAsk } from './ask';
import { createDownload } from './download-product';
import { createEditButtons } from './edit-buttons';
import { createLauncher } from './launcher';
import { becomeNewestCopy } from './newest-copy';
import { createOwnHosts } from './own-hosts';
import { createPageWatch } from './page-watch';
import type { Place } from './place';
import { followPortalView } from './portal-view';
import { createProductStates } from './product-states';
import { createPush } from './push-product';
import { routeOf } from './route';
import { createRowButtons } from './row-buttons';
import { shownCompany } from './shown-company';
import { showStaleNotice } from './stale-notice';
import { createTexts } from './texts';

export default defineContentScript({
  matches: ['https://seller.ozon.ru/*', 'https://seller.ozonru.cn/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main: startOnPage,
});

/** Composes what is shown on the cabinet's pages; a newer copy or an update of the extension ends it. */
function startOnPage(ctx: ContentScriptContext): void {
  becomeNewestCopy(ctx);
  const [hosts, texts, states, ask] = [createOwnHosts(), createTexts(), createProductStates(), createAsk(ctx)];
  const companyId = () => shownCompany(document.cookie);
  const download = createDownload({ ctx, ask, states, companyId });
  const push = createPush({ ask, states, companyId });
  const shared = { texts, states, download, push, hosts, lookAgainIn: (ms: number) => watch.lookIn(ms) };

  const edit = createEditButtons(shared);
  const launcher = createLauncher({ ...shared, ctx, ask, companyId, hasPageButtons: edit.isShown });
  const features = [createRowButtons(shared), edit, launcher];
  let view: Place['view'] | undefined;
  const watch = createPageWatch({ ctx, hosts, features, place: () => view && { route: routeOf(location), view } });

  const redraw = () => {
    for (const feature of features) feature.redraw();
  };
  states.watch(redraw);
  ctx.addEventListener(window, 'wxt:locationchange', watch.look);
  followPortalView(ctx, ask, (answer) => {
    view = answer;
    texts.setLanguage(answer.language);
    redraw();
    watch.look();
  });
  ctx.onInvalidated(() => {
    if (!browser.runtime?.id) showStaleNotice(hosts, texts);
  });
}
