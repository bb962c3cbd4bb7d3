import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { objectKeyFor } from '../lib/core/object-key';
import type { SandboxProduct } from '../sandbox/stores/store';
import { storedIn } from './harness/objects';
import { formActions, rowActions } from './harness/portal-page';
import { openPortalStage } from './harness/portal-stage';
import { send } from './harness/worker-calls';

const portal = openPortalStage();

/** What storage must hold of one product after a download, however that was started. */
async function expectedOf(product: SandboxProduct) {
  const [store] = portal.stage.sandbox.stores;
  const { offerId } = product;
  const all = store ? await portal.stage.sandbox.expectedObjects({ ...store, products: [product] }) : [];
  return all.map(({ n, extension, sha256, size, contentType }) => ({
    key: objectKeyFor(portal.stage.companion.userId, offerId, n, extension),
    ...{ sha256, size, contentType },
  }));
}

describe('download', () => {
  /** Clicks, sees n/N, waits for the end; gives what storage holds then. */
  async function download(page: Page, product: SandboxProduct, selector: string) {
    await portal.stage.sandbox.storage.clear();
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
    await page.locator(`${selector} [data-testid="download-button"][data-state="done"]`).waitFor();
    const expected = await expectedOf(product);
    expect(await button.getAttribute('data-done')).toBe(String(expected.length));
    expect(await button.getAttribute('data-total')).toBe(String(expected.length));
    expect(await storedIn(portal.stage)).toEqual(expected.sort((a, b) => (a.key < b.key ? -1 : 1)));
  }

  test('from a row of the list', async () => {
    const page = await portal.open('/app/products');
    await download(page, portal.productAt(7), `oib-actions[data-sku="${portal.productAt(7).sku}"]`);
  });

  test('from a row that knows its SKU only', async () => {
    const page = await portal.open('/app/products?variant=text&lang=zh');
    await download(page, portal.productAt(9), `oib-actions[data-sku="${portal.productAt(9).sku}"]`);
  });

  test('from the edit page, on a step nobody knows', async () => {
    const page = await portal.open(`/app/products/${portal.productAt(6).productId}/edit/some-step`);
    await download(page, portal.productAt(6), 'oib-actions');
  });

  test('from the launcher, where the page shows no buttons of ours', async () => {
    await send(portal.extensionPage, 'settings.save', { editButtons: false });
    const page = await portal.open(`/app/products/${portal.productAt(5).productId}/edit/general-info`);
    expect(await page.locator('oib-actions').count()).toBe(0);
    await download(page, portal.productAt(5), 'oib-launcher');
  });

  test('a failure says why, at the button', async () => {
    portal.stage.sandbox.cdn.faults.add({ match: ({ url }) => !url.includes('/wc100/'), kind: 'status', status: 404 });
    const page = await portal.open('/app/products');
    const actions = rowActions(page, portal.productAt(4));
    await actions.getByTestId('download-button').click();
    await actions.locator('[data-testid="download-button"][data-state="failed"]').waitFor();
    portal.stage.sandbox.cdn.faults.clear();
    expect(await actions.getByTestId('download-button').getAttribute('data-error')).toMatch(/^cdn\./);
    expect(await actions.getByTestId('actions-message').textContent()).toContain('Ozon');
  });

  test('a card without pictures is done, with a note', async () => {
    const empty = portal.products.find(({ primary, images }) => !primary && images.length === 0);
    const page = await portal.open(`/app/products/${empty?.productId}`);
    await page.locator(formActions).getByTestId('download-button').click();
    await page.locator('[data-testid="download-button"][data-state="done"]').waitFor();
    expect(await page.getByTestId('actions-message').textContent()).toBe('This card has no pictures.');
  });
});
