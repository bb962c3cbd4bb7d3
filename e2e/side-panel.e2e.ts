import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picturesOf } from '../sandbox/stores/store';
import { configure, readJob } from './harness/pages';
import { openStage, type Stage } from './harness/stage';

declare const chrome: {
  runtime: { getContexts(filter: { contextTypes: string[] }): Promise<object[]> };
  storage: { local: { get(key: string): Promise<{ popupDraft?: { text: string } }> } };
};

let stage: Stage;
let options: Page;
let panel: Page;
const narrow = { width: 280, height: 700 };

beforeAll(async () => {
  stage = await openStage();
  options = await configure(stage.browser, stage);
  panel = await stage.browser.open('sidepanel.html', narrow);
});
afterAll(() => stage?.close());

test('works as the popup does: starts a download and shows how it goes', async () => {
  const [store] = stage.sandbox.stores;
  if (!store) throw new Error('the sandbox has no store');
  const articles = store.products.map(({ offerId }) => offerId);
  await panel.getByTestId('articles-input').fill(articles.join('\n'));
  const seen = panel.evaluate(() => {
    const shares = new Set<number>();
    const look = (resolve: (seen: number[]) => void) => {
      const card = document.querySelector<HTMLElement>('[data-testid="job"]');
      const bar = card?.querySelector('[role="progressbar"]');
      if (bar) shares.add(Number(bar.getAttribute('aria-valuenow')));
      if (card?.dataset.status === 'completed') resolve([...shares]);
      else requestAnimationFrame(() => look(resolve));
    };
    return new Promise<number[]>(look);
  });
  await panel.getByTestId('download-start').click();
  const shares = await seen;
  expect(shares.at(-1)).toBe(100);
  expect(shares.filter((share) => share > 0 && share < 100).length).toBeGreaterThan(2);
  const images = store.products.reduce((sum, product) => sum + picturesOf(product).length, 0);
  expect(await readJob(panel.getByTestId('job').first())).toMatchObject({ success: images, failed: 0 });
});

test('takes over what is typed in the popup meanwhile', async () => {
  const popup = await stage.browser.open('popup.html');
  await popup.getByTestId('articles-input').fill('typed-in-popup');
  await popup.getByTestId('destination-select').selectOption('links');
  await expect.poll(() => panel.getByTestId('articles-input').inputValue()).toBe('typed-in-popup');
  expect(await panel.getByTestId('destination-select').inputValue()).toBe('links');
  await panel.getByTestId('articles-input').fill('typed-in-panel');
  await expect.poll(() => popup.getByTestId('articles-input').inputValue()).toBe('typed-in-panel');
  await popup.close();
});

test('is not disturbed by keeping what is typed in it', async () => {
  const input = panel.getByTestId('articles-input');
  const kept = () =>
    panel.evaluate(() => chrome.storage.local.get('popupDraft').then(({ popupDraft }) => popupDraft?.text));
  await input.fill('');
  await input.pressSequentially('before');
  await expect.poll(kept).toBe('before');
  // Where the cursor is: an input drawn anew would have lost it.
  await panel.keyboard.type(' and after');
  await expect.poll(kept).toBe('before and after');
  expect(await input.inputValue()).toBe('before and after');
  await input.fill('');
});

test('opens from the popup', async () => {
  const panels = () =>
    panel.evaluate(() => chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] }).then(({ length }) => length));
  expect(await panels()).toBe(0);
  const popup = await stage.browser.open('popup.html');
  await popup.getByTestId('open-side-panel').click();
  await expect.poll(panels).toBe(1);
  // Only the popup at the toolbar makes room for the panel; this one is a tab.
  expect(popup.isClosed()).toBe(false);
  await popup.close();
  expect(await panel.getByTestId('open-side-panel').count()).toBe(0);
});

test.each(['en', 'ru', 'zh'])('nothing sticks out of a narrow panel in %s', async (language) => {
  await options.getByTestId('setting-language').selectOption(language);
  await expect.poll(() => panel.locator('html').getAttribute('lang')).toBe(language);
  const sideways = () =>
    panel.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const destination of ['cloud', 'disk', 'links'])
    for (const field of ['offer_id', 'sku', 'vendor_code']) {
      await panel.getByTestId('destination-select').selectOption(destination);
      await panel.getByTestId('field-select').selectOption(field);
      expect([destination, field, await sideways()]).toEqual([destination, field, 0]);
    }
  await panel.getByTestId('whole-store').click();
  expect(await sideways()).toBe(0);
  await panel.getByTestId('whole-store').click();
});

test('what is said of a change speaks the language just chosen', async () => {
  for (const [language, saved] of [
    ['ru', 'Сохранено.'],
    ['en', 'Saved.'],
  ] as const) {
    await options.getByTestId('setting-language').selectOption(language);
    await options.getByTestId('setting-message').getByText(saved, { exact: true }).waitFor();
  }
});
