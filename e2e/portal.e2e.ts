import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { buildDir } from './harness/browser';
import { jobsSoFar, origins, readRows, rowActions, waitForRows } from './harness/portal-page';
import { openPortalStage } from './harness/portal-stage';
import { shoot } from './harness/shoot';

const portal = openPortalStage();

test('the script weighs less than 30 KB', async () => {
  expect((await stat(join(buildDir, 'content-scripts/seller.js'))).size).toBeLessThan(30_000);
});

describe.each(origins)('on %s', (origin) => {
  test.each([
    ['anchors', 'ru', 'attribute'],
    ['links', 'ru', 'link'],
    ['text', 'ru', 'text'],
    ['text', 'en', 'text'],
    ['text', 'zh', 'text'],
  ])('a list with %s in %s: one pair of buttons a row, for its product', async (variant, lang, found) => {
    const page = await portal.open(`/app/products?variant=${variant}&lang=${lang}`, origin);
    const rows = await waitForRows(page);
    expect(rows.map(({ hosts }) => hosts[0]?.sku)).toEqual(
      portal.products.slice(0, rows.length).map(({ sku }) => String(sku)),
    );
    expect(new Set(rows.map(({ hosts }) => hosts[0]?.found))).toEqual(new Set([found]));
    const ids = rows.map(({ hosts }) => hosts[0]?.productId);
    expect(ids).toEqual(
      portal.products.slice(0, rows.length).map(({ productId }) => (variant === 'text' ? null : String(productId))),
    );
  });
});

test.each([
  'recycled',
  // Only text nodes change here, no attribute.
  'text,recycled',
])('rows of %s: after scrolling, the button acts on the product its row shows now', async (variant) => {
  const page = await portal.open(`/app/products?variant=${variant}`);
  const before = await waitForRows(page);
  await page.mouse.wheel(0, 1500);
  await expect.poll(async () => (await readRows(page))[0]?.text).not.toBe(before[0]?.text);
  const after = await waitForRows(page);
  expect(after.length).toBe(before.length);
  const sku = after[4]?.hosts[0]?.sku;
  const product = portal.products.find((one) => String(one.sku) === sku);
  await page.locator(`oib-actions[data-sku="${sku}"]`).getByTestId('download-button').click();
  await page.locator(`oib-actions[data-sku="${sku}"] [data-testid="download-button"][data-state="done"]`).waitFor();
  const jobs = await jobsSoFar(portal.extensionPage);
  expect(jobs.at(-1)?.items.map(({ offerId }) => offerId)).toEqual([product?.offerId]);
  // The state goes with the product, not with the row's elements.
  await page.mouse.wheel(0, -5000);
  await expect.poll(async () => (await readRows(page))[0]?.text).toBe(before[0]?.text);
  await waitForRows(page);
  expect(await page.locator('[data-state="done"]').count()).toBe(0);
});

/**
 * Presses until one arrives at our buttons, which then has to open a page. A row made anew between press and release takes
 * the click with it, whoever's button it is.
 */
async function pressForPage(page: Page, button: Locator): Promise<Page> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    const note = ({ target }: Event) => {
      if (target instanceof Element && target.localName === 'oib-actions') dataset.pressed = '';
    };
    window.addEventListener('click', note, true);
  });
  const arrived = async () => {
    await button.click();
    return page.locator('html[data-pressed]').count();
  };
  const opening = portal.stage.browser.context.waitForEvent('page');
  const [opened] = await Promise.all([opening, expect.poll(arrived).toBe(1)]);
  return opened;
}

test.each(['cloning', 'purging', 'recycled,cloning', 'text,recycled,purging'])(
  'a list that treats rows by %s: never two pairs, no dead copies, and buttons that work',
  async (variant) => {
    const page = await portal.open(`/app/products?variant=${variant}`);
    for (let times = 0; times < 5; times += 1) {
      const rows = await waitForRows(page);
      expect(rows.every(({ hosts }) => hosts.length === 1)).toBe(true);
      await page.waitForTimeout(300);
      await page.locator('button[name="refresh"]').click();
    }
    await waitForRows(page);
    const opened = await pressForPage(page, rowActions(page, portal.productAt(1)).getByTestId('push-button'));
    expect(opened.url()).toContain('push.html');
  },
);

test('without anchors there is the launcher alone, and it works', async () => {
  const page = await portal.open('/app/products?variant=bare');
  expect(await page.locator('oib-actions').count()).toBe(0);
  await page.getByTestId('launcher-toggle').click();
  expect(await page.getByTestId('launcher-take').isDisabled()).toBe(true);
  const other = await portal.open('/app/orders');
  expect(await other.locator('oib-actions').count()).toBe(0);
  expect(await other.locator('oib-launcher').count()).toBe(1);
});

test('the way list, edit page, list by links of the page leaves no orphan', async () => {
  const page = await portal.open('/app/products');
  await waitForRows(page);
  await shoot(page, 'portal-list');
  const { productId } = portal.productAt(2);
  await page.locator(`a[href^="/app/products/${productId}/edit"]`).click();
  const host = page.locator('oib-actions');
  await page.locator(`oib-actions[data-product-id="${productId}"][data-found="input"]`).waitFor();
  expect(await host.count()).toBe(1);
  await shoot(page, 'portal-edit');
  expect(await host.getAttribute('data-offer-id')).toBe(portal.productAt(2).offerId);
  expect(await host.getAttribute('data-sku')).toBeNull();
  await page.locator('nav.steps a').nth(2).click();
  await page.locator('oib-actions[data-found="heading"]').waitFor();
  expect(await host.count()).toBe(1);
  await page.goBack();
  await page.locator('oib-actions[data-found="input"]').waitFor();
  await page.goto(`${origins[0]}/app/prices/manager/${productId}/prices`);
  await page.locator(`oib-actions[data-product-id="${productId}"]`).waitFor();
  await page.locator('header nav a').first().click();
  await waitForRows(page);
  await page.locator('header nav a').nth(2).click();
  await expect.poll(() => host.count()).toBe(0);
  expect(await page.locator('oib-launcher').count()).toBe(1);
  // From a page where nothing in it is watched.
  await page.locator('header nav a').first().click();
  await waitForRows(page);
});
