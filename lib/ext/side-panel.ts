import { z } from 'zod';
import { browser } from '#imports';

/** Firefox's name for it, which WXT's types lack. */
const sidebar = z.object({ open: z.custom<() => Promise<void>>((open) => typeof open === 'function') });

/**
 * What opens the side panel of this window; undefined where the browser has none. Call it first thing in a click:
 * browsers refuse it later, so the window is asked for beforehand.
 */
export async function sidePanelOpener(): Promise<(() => Promise<void>) | undefined> {
  if (!('sidePanel' in browser)) return sidebar.safeParse(Reflect.get(browser, 'sidebarAction')).data?.open;
  const { id } = await browser.windows.getCurrent();
  return id === undefined ? undefined : () => browser.sidePanel.open({ windowId: id });
}

/** The same page in a small window of its own, for browsers that know the call but show no panel. */
export async function openPanelWindow(): Promise<void> {
  const url = browser.runtime.getURL('/sidepanel.html');
  await browser.windows.create({ url, type: 'popup', width: 400, height: 760 });
}

/** Whether this page is the popup at the toolbar, not a tab. */
export const isPopup = (): boolean => browser.extension.getViews({ type: 'popup' }).includes(window);
