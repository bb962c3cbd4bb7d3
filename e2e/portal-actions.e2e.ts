import { describe, expect, test } from 'vitest';
import { formActions, jobsSoFar, readRows, rowActions, waitForRows } from './harness/portal-page';
import { openPortalStage } from './harness/portal-stage';
import { shoot } from './harness/shoot';
import { send } from './harness/worker-calls';

const portal = openPortalStage();

describe('the store shown', () => {
  test.each(['other', 'none', 'two'])('company=%s: a download asks first', async (company) => {
    const page = await portal.open(`/app/products?company=${company}`);
    const before = (await jobsSoFar(portal.extensionPage)).length;
    const actions = rowActions(page, portal.productAt(3));
    await actions.getByTestId('download-button').click();
    if (company === 'other') await shoot(page, 'portal-question');
    await actions.getByTestId('confirm-no').click();
    expect(await actions.getByTestId('actions-message').isVisible()).toBe(false);
    expect(await jobsSoFar(portal.extensionPage)).toHaveLength(before);
    await actions.getByTestId('download-button').click();
    await actions.getByTestId('confirm-yes').click();
    await actions.locator('[data-testid="download-button"][data-state="done"]').waitFor();
    expect(await jobsSoFar(portal.extensionPage)).toHaveLength(before + 1);
  });

  test('of a shop without a key: a push says so and opens nothing', async () => {
    const page = await portal.open('/app/products?company=other');
    const open_ = portal.stage.browser.context.pages().length;
    const push = rowActions(page, portal.productAt(3)).getByTestId('push-button');
    await push.click();
    await page.locator('[data-testid="push-button"][data-state="failed"][data-error="portal.wrong_store"]').waitFor();
    expect(await rowActions(page, portal.productAt(3)).getByTestId('actions-message').isVisible()).toBe(true);
    expect(portal.stage.browser.context.pages()).toHaveLength(open_);
  });
});

test('a push opens the push window on the product of the row, and of the edit page', async () => {
  const { context } = portal.stage.browser;
  const { productId, sku } = portal.productAt(8);
  for (const [path, from] of [
    ['/app/products', 'list'],
    [`/app/products/${productId}/edit/general-info`, 'edit'],
  ] as const) {
    const page = await portal.open(path);
    const opened = context.waitForEvent('page');
    await page
      .locator(from === 'list' ? `oib-actions[data-sku="${sku}"]` : formActions)
      .getByTestId('push-button')
      .click();
    const asked = new URL((await opened).url()).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ field: 'product_id', id: String(productId), page: from });
    expect(asked.get('store')).toBeTruthy();
  }
});

describe('launcher', () => {
  test('takes the ticked articles, also those scrolled away, or else the visible ones, and says how many', async () => {
    const page = await portal.open('/app/products?variant=recycled');
    await waitForRows(page);
    await page.getByTestId('launcher-toggle').click();
    const take = page.getByTestId('launcher-take');
    expect(await take.getAttribute('data-from')).toBe('seen');
    expect(Number(await take.getAttribute('data-count'))).toBeGreaterThan(3);
    await page.keyboard.press('Escape');
    await page.locator('tbody input').nth(0).check();
    await page.locator('tbody input').nth(2).check();
    await page.mouse.wheel(0, 1500);
    await expect.poll(async () => (await readRows(page))[0]?.text).not.toContain(String(portal.productAt(0).sku));
    await page.getByTestId('launcher-toggle').click();
    expect(await take.getAttribute('data-count')).toBe('2');
    const opened = portal.stage.browser.context.waitForEvent('page');
    await take.click();
    expect(new URL((await opened).url()).searchParams.get('articles')?.split('\n')).toEqual(
      [0, 2].map((index) => String(portal.productAt(index).sku)),
    );
    expect(await page.getByTestId('launcher-message').textContent()).toContain('2');
  });

  test('moves by mouse and by keys, stays where it was put, and can be hidden', async () => {
    const page = await portal.open('/app/orders');
    const toggle = page.getByTestId('launcher-toggle');
    const start = await toggle.boundingBox();
    if (!start) throw new Error('the launcher is not there');
    expect(800 - start.y - start.height).toBeGreaterThan(60);
    await page.mouse.move(start.x + 20, start.y + 20);
    await page.mouse.down();
    await page.mouse.move(start.x - 380, start.y - 280, { steps: 5 });
    await page.mouse.up();
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    const dragged = await toggle.boundingBox();
    expect(dragged?.x).toBeCloseTo(start.x - 400, 0);
    await page.waitForTimeout(200);
    await page.reload();
    await expect.poll(() => toggle.boundingBox()).toEqual(dragged);
    await toggle.press('ArrowUp');
    const moved = await toggle.boundingBox();
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
  await send(portal.extensionPage, 'settings.save', { rowButtons: false, language: 'ru' });
  const page = await portal.open('/app/products');
  await page.getByTestId('launcher-toggle').click();
  expect(await page.getByTestId('launcher-hide').textContent()).toContain('Скрыть');
  expect(await page.locator('oib-actions').count()).toBe(0);
  await send(portal.extensionPage, 'settings.save', { rowButtons: true, launcher: false, language: 'zh' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await waitForRows(page);
  expect(await page.locator('oib-launcher').count()).toBe(0);
  expect(await page.getByTestId('download-button').first().textContent()).toBe('下载图片');
});

test('works by keyboard alone', async () => {
  const page = await portal.open(`/app/products/${portal.productAt(10).productId}/edit/media?company=none`);
  await page.getByTestId('download-button').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('confirm-no').waitFor();
  // The question has the focus, on the answer that does nothing.
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await page.locator('[data-testid="download-button"][data-state="done"]').waitFor();
});
