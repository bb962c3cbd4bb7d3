import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildDir } from './harness/browser';
import { configure } from './harness/pages';
import { jobsSoFar, openPortal, readRows, waitForRows } from './harness/portal-page';
import { openStage, type Stage } from './harness/stage';

declare const chrome: { runtime: { reload(): void } };

let stage: Stage;
let extensionPage: Page;
let extensionDir: string;

/** The build with its content script listed twice, so that every page gets two copies (seller-portal.md §11, k). */
async function buildWithTwoCopies(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'oib-twice-'));
  await cp(buildDir, dir, { recursive: true });
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8'));
  await cp(join(dir, 'content-scripts/seller.js'), join(dir, 'content-scripts/again.js'));
  manifest.content_scripts = manifest.content_scripts.flatMap((script: { js: string[] }) => [
    script,
    { ...script, js: ['content-scripts/again.js'] },
  ]);
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));
  return dir;
}

beforeAll(async () => {
  extensionDir = await buildWithTwoCopies();
  stage = await openStage({ extensionDir });
  extensionPage = await configure(stage.browser, stage);
});
afterAll(async () => {
  await stage.close();
  await rm(extensionDir, { recursive: true, force: true });
});
afterEach(async () => {
  for (const page of stage.browser.context.pages()) if (page !== extensionPage) await page.close();
});

const pages = () => stage.browser.context.pages().length;
const open = async (path: string) => (await openPortal(stage, path)).page;

/** Nothing has been started or opened by what `attack` does, a while after it too. */
async function expectNothing(page: Page, attack: () => Promise<unknown>): Promise<void> {
  const before = { jobs: (await jobsSoFar(extensionPage)).length, pages: pages() };
  await attack();
  await page.waitForTimeout(700);
  expect({ jobs: (await jobsSoFar(extensionPage)).length, pages: pages() }).toEqual(before);
  expect(await page.locator('oib-actions [data-testid$="-button"]:not([data-state="idle"])').count()).toBe(0);
}

describe('two copies of the script on a page', () => {
  test('show everything once, and it works', async () => {
    const page = await open('/app/products');
    await waitForRows(page);
    expect(await page.locator('oib-launcher').count()).toBe(1);
    const before = (await jobsSoFar(extensionPage)).length;
    await page.getByTestId('download-button').first().click();
    await page.locator('[data-testid="download-button"][data-state="done"]').waitFor();
    expect(await jobsSoFar(extensionPage)).toHaveLength(before + 1);
  });

  test('of two installations too', async () => {
    const other = await openStage({ extensionDir: `${buildDir},${extensionDir}` });
    try {
      const { page } = await openPortal(other, '/app/products');
      await waitForRows(page);
      expect(await page.locator('oib-launcher').count()).toBe(1);
    } finally {
      await other.close();
    }
  });
});

describe('a page that wants to press our buttons', () => {
  test.each([
    ['click()', (button: HTMLElement) => button.click()],
    [
      'forged mouse and pointer events',
      (button: HTMLElement) => {
        const { left, top } = button.getBoundingClientRect();
        const at = { bubbles: true, composed: true, cancelable: true, detail: 1, clientX: left + 9, clientY: top + 9 };
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
          button.dispatchEvent(type.startsWith('pointer') ? new PointerEvent(type, at) : new MouseEvent(type, at));
      },
    ],
    [
      'forged keys',
      (button: HTMLElement) => {
        button.focus();
        for (const key of ['Enter', ' '])
          for (const type of ['keydown', 'keypress', 'keyup'])
            button.dispatchEvent(new KeyboardEvent(type, { key, code: key, bubbles: true, composed: true }));
      },
    ],
  ])('gets nothing by %s', async (_, press) => {
    const page = await open('/app/products');
    await waitForRows(page);
    await page.getByTestId('launcher-toggle').click();
    await expectNothing(page, async () => {
      for (const name of ['download-button', 'push-button', 'launcher-take'])
        await page.getByTestId(name).first().evaluate(press);
    });
  });

  test('gets nothing by messages and events of ours', async () => {
    const page = await open('/app/products');
    await waitForRows(page);
    await expectNothing(page, () =>
      page.evaluate(() => {
        for (const name of ['portal.push', 'portal.download', 'push.start'])
          window.postMessage({ name, input: { product: { productId: '1', offerId: null, sku: null } } }, '*');
        for (const host of document.querySelectorAll('oib-actions'))
          host.dispatchEvent(new CustomEvent('click', { bubbles: true, composed: true }));
      }),
    );
  });
});

describe('a page that hides what is pressed', () => {
  /** Where the first row's push button is. */
  async function target(page: Page) {
    const box = await page.getByTestId('push-button').first().boundingBox();
    if (!box) throw new Error('there is no button');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
  }

  test('by something over the button: the click is not ours', async () => {
    const page = await open('/app/products');
    await waitForRows(page);
    const { x, y, box } = await target(page);
    await page.evaluate((at) => {
      const cover = document.createElement('div');
      Object.assign(cover.style, { position: 'fixed', zIndex: '2147483647', background: 'gold' });
      Object.assign(cover.style, {
        left: `${at.x}px`,
        top: `${at.y}px`,
        width: `${at.width}px`,
        height: `${at.height}px`,
      });
      // Gone in the moment of the press, so that the release falls on the button.
      cover.addEventListener('mousedown', () => cover.remove());
      document.body.append(cover);
    }, box);
    await expectNothing(page, () => page.mouse.click(x, y));
  });

  test('by a cover with a hole for the pointer', async () => {
    const page = await open('/app/products');
    await waitForRows(page);
    const { x, y, box } = await target(page);
    await page.evaluate((at) => {
      const half = at.width / 2;
      for (const left of [at.x, at.x + half + 2]) {
        const cover = document.createElement('div');
        Object.assign(cover.style, { position: 'fixed', zIndex: '2147483647', background: 'gold' });
        Object.assign(cover.style, {
          left: `${left}px`,
          top: `${at.y}px`,
          width: `${half - 2}px`,
          height: `${at.height}px`,
        });
        document.body.append(cover);
      }
    }, box);
    await expectNothing(page, () => page.mouse.click(x, y));
  });

  test.each([
    ['opacity', 'td { opacity: 0.01 }'],
    ['filter', 'tr { filter: opacity(0) }'],
    ['size', 'td { zoom: 0.2 }'],
  ])('by %s of what is around it', async (_, css) => {
    const page = await open('/app/products');
    await waitForRows(page);
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, css);
    const { x, y } = await target(page);
    await expectNothing(page, () => page.mouse.click(x, y));
  });

  test('by a style for our element: it does not reach it', async () => {
    const page = await open('/app/products');
    await waitForRows(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('oib-actions, oib-launcher { opacity: 0 !important; visibility: hidden !important }');
      document.adoptedStyleSheets = [sheet];
    });
    const shown = await page
      .locator('oib-actions')
      .first()
      .evaluate((host) => {
        const { opacity, visibility } = getComputedStyle(host);
        return { opacity, visibility };
      });
    expect(shown).toEqual({ opacity: '1', visibility: 'visible' });
  });

  test('by another product in the row in the moment of the click: it is drawn and not acted upon', async () => {
    const page = await open('/app/products');
    const [, second] = await waitForRows(page);
    await page.evaluate(() => {
      const [first, other] = document.querySelectorAll('tbody tr');
      const row = (from: Element | undefined, to: Element | undefined) => {
        const [old, next] = [from, to].map((tr) => tr?.querySelector('[data-widget*="cell/sku"]'));
        if (old && next) old.textContent = next.textContent;
      };
      window.addEventListener('mouseup', () => row(first, other), { capture: true, once: true });
    });
    const { x, y } = await target(page);
    await expectNothing(page, () => page.mouse.click(x, y));
    expect((await readRows(page))[0]?.hosts[0]?.sku).toBe(second?.hosts[0]?.sku);
  });
});

test('after an update of the extension everything goes but one line', async () => {
  const page = await open('/app/products');
  await waitForRows(page);
  await extensionPage.evaluate(() => void setTimeout(() => chrome.runtime.reload(), 50)).catch(() => undefined);
  await page.waitForTimeout(1500);
  const button = page.getByTestId('push-button').first();
  if ((await button.count()) > 0) await button.click();
  await page.getByTestId('reload-notice').waitFor();
  expect(await page.locator('oib-actions').count()).toBe(0);
  expect(await page.locator('oib-launcher').count()).toBe(1);
});
