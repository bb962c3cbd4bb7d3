import type { Page } from 'playwright-core';
import type { Stage } from './stage';
import { rows } from './worker-calls';

/** The push window of one product, driven as a seller does. */
export async function openPushWindow(stage: Stage, productId: number | string, query: Record<string, string> = {}) {
  // A page with nothing on it, which has the database of the others.
  const reading = await stage.browser.open('icon.svg');
  const [store] = await rows<{ id: string }>(reading, 'stores');
  await reading.close();
  const asked = { store: store?.id ?? '', field: 'product_id', id: String(productId), ...query };
  const page = await stage.browser.open(`push.html?${new URLSearchParams(asked)}`, { width: 1000, height: 900 });
  await page.getByTestId('push-product').waitFor();
  return pushWindow(page);
}

const urlsOf = (page: Page, testId: string) =>
  page.getByTestId(testId).evaluateAll((all) => all.map((element) => (element as HTMLElement).dataset.url ?? ''));

export type PushWindow = ReturnType<typeof pushWindow>;

function pushWindow(page: Page) {
  const at = (index: number) => page.getByTestId('push-new-image').nth(index);
  return {
    page,
    at,
    current: () => urlsOf(page, 'push-current-image'),
    next: () => urlsOf(page, 'push-new-image'),

    async add(...urls: string[]) {
      await page.getByTestId('push-add-url').fill(urls.join('\n'));
      await page.getByTestId('push-add-url-submit').click();
    },

    /** Presses the button and answers the question that comes up. */
    async confirm() {
      await page.getByTestId('push-confirm').click();
      await page.getByTestId('confirm-yes').click();
    },

    /** Waits until the push has come to this end. */
    result: (status: 'sending' | 'waiting' | 'done' | 'failed') =>
      page.locator(`[data-testid="push-result"][data-status="${status}"]`).waitFor({ timeout: 90_000 }),

    /** Reasons that are shown, with the place they are shown at. */
    errors: () =>
      page.getByTestId('push-error').evaluateAll((all) =>
        all.map((element) => {
          const { field, index, reason } = (element as HTMLElement).dataset;
          return `${field} ${index} ${reason}`;
        }),
      ),
  };
}
