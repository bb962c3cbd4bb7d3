import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { SandboxProduct } from '../../sandbox/stores/store';
import { configure } from './pages';
import { openPortal } from './portal-page';
import { openStage, type Stage } from './stage';
import { send } from './worker-calls';

type Opened = { stage: Stage; extensionPage: Page; products: SandboxProduct[] };

/**
 * A stage for the tests of one file that open pages of the cabinet. After each of them neither the page nor its content
 * security policy may have noticed us.
 */
export function openPortalStage() {
  let opened: Opened | undefined;
  let complaints: string[] = [];
  const now = (): Opened => {
    if (!opened) throw new Error('the stage is opened before the first test');
    return opened;
  };

  beforeAll(async () => {
    // Slow enough for n/N to be seen.
    const stage = await openStage({ delayMs: { cdn: 1500 } });
    const extensionPage = await configure(stage.browser, stage);
    opened = { stage, extensionPage, products: stage.sandbox.stores[0]?.products ?? [] };
  });
  afterAll(() => now().stage.close());
  afterEach(async () => {
    const { stage, extensionPage } = now();
    expect(complaints).toEqual([]);
    expect(stage.sandbox.portal.requests.filter(({ path }) => path === '/csp-report')).toEqual([]);
    for (const page of stage.browser.context.pages()) if (page !== extensionPage) await page.close();
    await send(extensionPage, 'settings.save', { rowButtons: true, editButtons: true, launcher: true, language: 'en' });
  });

  return {
    get stage() {
      return now().stage;
    },
    get extensionPage() {
      return now().extensionPage;
    },
    get products() {
      return now().products;
    },
    productAt(index: number): SandboxProduct {
      const product = now().products[index];
      if (!product) throw new Error('the sandbox has too few products');
      return product;
    },
    async open(path: string, origin?: string): Promise<Page> {
      const { page, complaints: own } = await openPortal(now().stage, path, origin);
      complaints = own;
      return page;
    },
  };
}
