import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { objectKeyFor } from '../lib/core/object-key';
import type { SandboxProduct } from '../sandbox/stores/store';
import { buildDir } from './harness/browser';
import { storedIn } from './harness/objects';
import { configure } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { send } from './harness/worker-calls';
import { jobsSoFar, openPortal, origins, readRows, rowActions, waitForRows } from './portal-page';

let stage: Stage;
let extensionPage: Page;
let products: SandboxProduct[];
let complaints: string[] = [];

beforeAll(async () => {
  stage = await openStage({ delayMs: { cdn: 400 } });
  extensionPage = await configure(stage.browser, stage);
  products = stage.sandbox.stores[0]?.products ?? [];
});
afterAll(() => stage.close());
// Neither page nor policy may notice us.
afterEach(async () => {
  expect(complaints).toEqual([]);
  expect(stage.sandbox.portal.requests.filter(({ path }) => path === '/csp-report')).toEqual([]);
  for (const page of stage.browser.context.pages()) if (page !== extensionPage) await page.close();
});

async function open(path: string, origin?: string): Promise<Page> {
  const opened = await openPortal(stage, path, origin);
  complaints = opened.complaints;
  return opened.page;
}

const productAt = (index: number): SandboxProduct => {
  const product = products[index];
  if (!product) throw new Error('the sandbox has too few products');
  return product;
};

/** What storage must hold of one product after a download, however that was started. */
async function expectedOf({ offerId }: SandboxProduct) {
  const [store] = stage.sandbox.stores;
  const all = store ? await stage.sandbox.expectedObjects(store) : [];
  return all
    .filter((object) => object.offerId === offerId)
    .map(({ n, extension, sha256, size, contentType }) => ({
      key: objectKeyFor(stage.companion.userId, offerId, n, extension),
      ...{ sha256, size, contentType },
    }));
}

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
    const page = await open(`/app/products?variant=${variant}&lang=${lang}`, origin);
    const rows = await waitForRows(page);
    expect(rows.map(({ hosts }) => hosts[0]?.sku)).toEqual(
      products.slice(0, rows.length).map(({ sku }) => String(sku)),
    );
    expect(new Set(rows.map(({ hosts }) => hosts[0]?.found))).toEqual(new Set([found]));
    const ids = rows.map(({ hosts }) => hosts[0]?.productId);
    expect(ids).toEqual(
      products.slice(0, rows.length).map(({ productId }) => (variant === 'text' ? null : String(productId))),
    );
  });
});

test('recycled rows: after scrolling, the button acts on the product its row shows now', async () => {
  const page = await open('/app/products?variant=recycled');
  const before = await waitForRows(page);
  await page.mouse.wheel(0, 1500);
  await expect.poll(async () => (await readRows(page))[0]?.text).not.toBe(before[0]?.text);
  const after = await waitForRows(page);
  expect(after.length).toBe(before.length);
  const sku = after[4]?.hosts[0]?.sku;
  const product = products.find((one) => String(one.sku) === sku);
  await page.locator(`oib-actions[data-sku="${sku}"]`).getByTestId('download-button').click();
  await page.locator(`oib-actions[data-sku="${sku}"] [data-testid="download-button"][data-state="done"]`).waitFor();
  const jobs = await jobsSoFar(extensionPage);
  expect(jobs.at(-1)?.items.map(({ offerId }) => offerId)).toEqual([product?.offerId]);
  // The state goes with the product, not with the row's elements.
  await page.mouse.wheel(0, -5000);
  await expect.poll(async () => (await readRows(page))[0]?.text).toBe(before[0]?.text);
  await waitForRows(page);
  expect(await page.locator('[data-state="done"]').count()).toBe(0);
});

test.each(['cloning', 'purging', 'recycled,cloning', 'text,recycled,purging'])(
  'a list that treats rows by %s: never two pairs, no dead copies, and buttons that work',
  async (variant) => {
    const page = await open(`/app/products?variant=${variant}`);
    for (let times = 0; times < 5; times += 1) {
      const rows = await waitForRows(page);
      expect(rows.every(({ hosts }) => hosts.length === 1)).toBe(true);
      await page.waitForTimeout(300);
      await page.locator('button[name="refresh"]').click();
    }
    await waitForRows(page);
    const pushed = stage.browser.context.waitForEvent('page');
    await rowActions(page, productAt(1)).getByTestId('push-button').click();
    expect((await pushed).url()).toContain('push.html');
  },
);

test('without anchors there is the launcher alone, and it works', async () => {
  const page = await open('/app/products?variant=bare');
  expect(await page.locator('oib-actions').count()).toBe(0);
  await page.getByTestId('launcher-toggle').click();
  expect(await page.getByTestId('launcher-take').isDisabled()).toBe(true);
  const other = await open('/app/orders');
  expect(await other.locator('oib-actions').count()).toBe(0);
  expect(await other.locator('oib-launcher').count()).toBe(1);
});

test('the way list, edit page, list by links of the page leaves no orphan', async () => {
  const page = await open('/app/products');
  await waitForRows(page);
  const { productId } = productAt(2);
  await page.locator(`a[href^="/app/products/${productId}/edit"]`).click();
  const host = page.locator('oib-actions');
  await page.locator(`oib-actions[data-product-id="${productId}"][data-found="input"]`).waitFor();
  expect(await host.count()).toBe(1);
  expect(await host.getAttribute('data-offer-id')).toBe(productAt(2).offerId);
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
});

describe('download', () => {
  /** Clicks, sees n/N, waits for the end; gives what storage holds then. */
  async function download(page: Page, product: SandboxProduct, selector: string) {
    await stage.sandbox.storage.clear();
    const button = page.locator(selector).getByTestId('download-button');
    await button.click();
    await page.waitForFunction((host) => {
      const drawn = document
        .querySelector(host)
        ?.shadowRoot?.querySelector<HTMLElement>('[data-testid="download-button"]');
      return (
        drawn?.dataset.state === 'busy' && Number(drawn.dataset.total) > 0 && /^\d+\/\d+$/.test(drawn.textContent ?? '')
      );
    }, selector);
    await page.locator(`${selector} [data-testid="download-button"][data-state="done"]`).waitFor({ timeout: 20_000 });
    const expected = await expectedOf(product);
    expect(await button.getAttribute('data-done')).toBe(String(expected.length));
    expect(await button.getAttribute('data-total')).toBe(String(expected.length));
    expect(await storedIn(stage)).toEqual(expected.sort((a, b) => (a.key < b.key ? -1 : 1)));
  }

  test('from a row of the list', async () => {
    const page = await open('/app/products');
    await download(page, productAt(7), `oib-actions[data-sku="${productAt(7).sku}"]`);
  });

  test('from a row that knows its SKU only', async () => {
    const page = await open('/app/products?variant=text&lang=zh');
    await download(page, productAt(9), `oib-actions[data-sku="${productAt(9).sku}"]`);
  });

  test('from the edit page, on a step nobody knows', async () => {
    const page = await open(`/app/products/${productAt(6).productId}/edit/some-step`);
    await download(page, productAt(6), 'oib-actions');
  });

  test('from the launcher, where the page shows no buttons of ours', async () => {
    await send(extensionPage, 'settings.save', { editButtons: false });
    const page = await open(`/app/products/${productAt(5).productId}/edit/general-info`);
    expect(await page.locator('oib-actions').count()).toBe(0);
    await download(page, productAt(5), 'oib-launcher');
    await send(extensionPage, 'settings.save', { editButtons: true });
  });

  test('a failure says why, at the button', async () => {
    stage.sandbox.cdn.faults.add({ match: () => true, kind: 'status', status: 404 });
    const page = await open('/app/products');
    const actions = rowActions(page, productAt(4));
    await actions.getByTestId('download-button').click();
    await actions.locator('[data-testid="download-button"][data-state="failed"]').waitFor({ timeout: 20_000 });
    stage.sandbox.cdn.faults.clear();
    expect(await actions.getByTestId('download-button').getAttribute('data-error')).toMatch(/^cdn\./);
    expect(await actions.getByTestId('actions-message').textContent()).toContain('Ozon');
  });

  test('a card without pictures is done, with a note', async () => {
    const empty = products.find(({ primary, images }) => !primary && images.length === 0);
    const page = await open(`/app/products/${empty?.productId}`);
    await page.getByTestId('download-button').click();
    await page.locator('[data-testid="download-button"][data-state="done"]').waitFor();
    expect(await page.getByTestId('actions-message').textContent()).not.toBe('');
  });
});

describe('the store shown', () => {
  test.each(['other', 'none', 'two'])('company=%s: a download asks first', async (company) => {
    const page = await open(`/app/products?company=${company}`);
    const before = (await jobsSoFar(extensionPage)).length;
    const actions = rowActions(page, productAt(3));
    await actions.getByTestId('download-button').click();
    await actions.getByTestId('confirm-no').click();
    expect(await actions.getByTestId('actions-message').isVisible()).toBe(false);
    expect(await jobsSoFar(extensionPage)).toHaveLength(before);
    await actions.getByTestId('download-button').click();
    await actions.getByTestId('confirm-yes').click();
    await actions.locator('[data-testid="download-button"][data-state="done"]').waitFor({ timeout: 20_000 });
    expect(await jobsSoFar(extensionPage)).toHaveLength(before + 1);
  });

  test('of a shop without a key: a push says so and opens nothing', async () => {
    const page = await open('/app/products?company=other');
    const open_ = stage.browser.context.pages().length;
    const push = rowActions(page, productAt(3)).getByTestId('push-button');
    await push.click();
    await page.locator('[data-testid="push-button"][data-state="failed"][data-error="portal.wrong_store"]').waitFor();
    expect(await rowActions(page, productAt(3)).getByTestId('actions-message').isVisible()).toBe(true);
    expect(stage.browser.context.pages()).toHaveLength(open_);
  });
});

test('a push opens the push window on the product of the row, and of the edit page', async () => {
  const { context } = stage.browser;
  const { productId, sku } = productAt(8);
  for (const [path, from] of [
    ['/app/products', 'list'],
    [`/app/products/${productId}/edit/general-info`, 'edit'],
  ] as const) {
    const page = await open(path);
    const opened = context.waitForEvent('page');
    await page
      .locator(from === 'list' ? `oib-actions[data-sku="${sku}"]` : 'oib-actions')
      .getByTestId('push-button')
      .click();
    const asked = new URL((await opened).url()).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ field: 'product_id', id: String(productId), page: from });
    expect(asked.get('store')).toBeTruthy();
  }
});

describe('launcher', () => {
  test('takes the ticked articles, also those scrolled away, or else the visible ones, and says how many', async () => {
    const page = await open('/app/products?variant=recycled');
    await waitForRows(page);
    await page.getByTestId('launcher-toggle').click();
    const take = page.getByTestId('launcher-take');
    expect(await take.getAttribute('data-from')).toBe('seen');
    expect(Number(await take.getAttribute('data-count'))).toBeGreaterThan(3);
    await page.keyboard.press('Escape');
    await page.locator('tbody input').nth(0).check();
    await page.locator('tbody input').nth(2).check();
    await page.mouse.wheel(0, 1500);
    await expect.poll(async () => (await readRows(page))[0]?.text).not.toContain(String(productAt(0).sku));
    await page.getByTestId('launcher-toggle').click();
    expect(await take.getAttribute('data-count')).toBe('2');
    const opened = stage.browser.context.waitForEvent('page');
    await take.click();
    expect(new URL((await opened).url()).searchParams.get('articles')?.split('\n')).toEqual(
      [0, 2].map((index) => String(productAt(index).sku)),
    );
    expect(await page.getByTestId('launcher-message').textContent()).toContain('2');
  });

  test('moves by mouse and by keys, stays where it was put, and can be hidden', async () => {
    const page = await open('/app/orders');
    const toggle = page.getByTestId('launcher-toggle');
    const start = await toggle.boundingBox();
    if (!start) throw new Error('the launcher is not there');
    expect(800 - start.y - start.height).toBeGreaterThan(60);
    await page.mouse.move(start.x + 20, start.y + 20);
    await page.mouse.down();
    await page.mouse.move(start.x - 380, start.y - 280, { steps: 5 });
    await page.mouse.up();
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    await toggle.press('ArrowUp');
    const moved = await toggle.boundingBox();
    expect(moved?.x).toBeCloseTo(start.x - 400, 0);
    expect(moved?.y).toBeLessThan(start.y - 300);
    await page.waitForTimeout(200);
    await page.reload();
    await expect.poll(() => toggle.boundingBox()).toEqual(moved);
    await toggle.press('Enter');
    await page.getByTestId('launcher-hide').press('Enter');
    expect(await page.locator('oib-launcher').count()).toBe(0);
  });
});

test('each part can be switched off in the settings, and the language changed', async () => {
  await send(extensionPage, 'settings.save', { rowButtons: false, language: 'ru' });
  const page = await open('/app/products');
  await page.getByTestId('launcher-toggle').click();
  expect(await page.getByTestId('launcher-hide').textContent()).toContain('Скрыть');
  expect(await page.locator('oib-actions').count()).toBe(0);
  await send(extensionPage, 'settings.save', { rowButtons: true, launcher: false, language: 'zh' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await waitForRows(page);
  expect(await page.locator('oib-launcher').count()).toBe(0);
  expect(await page.getByTestId('download-button').first().textContent()).toBe('下载图片');
  await send(extensionPage, 'settings.save', { launcher: true, language: 'en' });
});

test('works by keyboard alone', async () => {
  const page = await open(`/app/products/${productAt(10).productId}/edit/media?company=none`);
  await page.getByTestId('download-button').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('confirm-no').waitFor();
  // The question has the focus, on the answer that does nothing.
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await page.locator('[data-testid="download-button"][data-state="done"]').waitFor({ timeout: 20_000 });
});
