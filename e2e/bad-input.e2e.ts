import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, optionsPage } from './harness/pages';
import { openStage, type Stage } from './harness/stage';
import { rows } from './harness/worker-calls';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.browser.open('options.html');
});
afterAll(() => stage.close());

/** What a field says is wrong with it; undefined when it is content. */
async function refusalAt(testId: string): Promise<string | undefined> {
  const field = page.getByTestId(testId);
  if ((await field.getAttribute('aria-invalid')) !== 'true') return undefined;
  const described = await field.getAttribute('aria-describedby');
  return (await page.locator(`[id="${described}"]`).textContent()) ?? '';
}

test('an empty store form says what is missing at each field', async () => {
  const options = optionsPage(page);
  await options.field('store-save').click();
  expect((await options.storeMessage()).state).toBe('error');
  for (const id of ['store-name', 'store-client-id', 'store-api-key']) expect(await refusalAt(id)).toMatch(/\w{3}/);
  expect(await rows(page, 'stores')).toEqual([]);
});

test.each([
  {
    wrong: 'letters in the Client-Id',
    typed: { name: 'Shop', clientId: '12a4', apiKey: 'abcd-1234-efgh' },
    at: 'store-client-id',
  },
  {
    wrong: 'a Client-Id of zero',
    typed: { name: 'Shop', clientId: '0', apiKey: 'abcd-1234-efgh' },
    at: 'store-client-id',
  },
  {
    wrong: 'a key with spaces',
    typed: { name: 'Shop', clientId: '1234', apiKey: 'abcd 1234 efgh' },
    at: 'store-api-key',
  },
])('$wrong is refused at the field, and nothing typed is lost', async ({ typed, at }) => {
  const options = optionsPage(page);
  const message = await options.addStore(typed);
  expect(message.state).toBe('error');
  for (const id of ['store-name', 'store-client-id', 'store-api-key']) {
    if (id === at) expect(await refusalAt(id)).toMatch(/\w{3}/);
    else expect(await refusalAt(id)).toBeUndefined();
  }
  expect(await options.field('store-name').inputValue()).toBe(typed.name);
  expect(await options.field('store-client-id').inputValue()).toBe(typed.clientId);
  expect(await options.field('store-api-key').inputValue()).toBe(typed.apiKey);
});

test.each([
  { wrong: 'an address without a scheme', url: 'companion.example.com', at: 'companion-url' },
  { wrong: 'an unencrypted address elsewhere', url: 'http://companion.example.com', at: 'companion-url' },
])('$wrong is refused at the field', async ({ url, at }) => {
  const options = optionsPage(page);
  const token = 't'.repeat(40);
  expect((await options.saveCompanion({ url, token })).state).toBe('error');
  expect(await refusalAt(at)).toMatch(/\w{3}/);
  expect(await options.field('companion-url').inputValue()).toBe(url);
  expect(await options.field('companion-token').inputValue()).toBe(token);
});

test('a token of another companion is named as such', async () => {
  const options = optionsPage(page);
  const message = await options.saveCompanion({ url: stage.companion.url, token: 'z'.repeat(40) });
  expect(message).toMatchObject({ state: 'error', code: 'companion.denied' });
});

test('a companion that is not there is named as such', async () => {
  const options = optionsPage(page);
  const message = await options.saveCompanion({ url: 'http://127.0.0.1:9', token: 'z'.repeat(40) });
  expect(message).toMatchObject({ state: 'error', code: 'companion.unreachable' });
});

test('a key Ozon does not know says so, and a name twice is refused', async () => {
  const options = optionsPage(page);
  const wrong = { name: 'Wrong key', clientId: '1234567', apiKey: '00000000-0000-0000-0000-000000000000' };
  expect((await options.addStore(wrong)).state).toBe('ok');
  await options.field('store-check').click();
  await expect.poll(async () => (await options.storeMessage()).code).toBe('ozon.key_unknown');
  expect(await options.addStore({ ...wrong, clientId: '7' })).toMatchObject({
    state: 'error',
    code: 'input.name_taken',
  });
  expect(await refusalAt('store-name')).toMatch(/\w{3}/);
});

test('100 000 pasted lines are counted, kept and started without freezing the page', async () => {
  await configure(stage.browser, stage);
  const popup = await stage.browser.open('popup.html');
  const lines = Array.from({ length: 100_000 }, (_, index) => `ART-${index}`);
  const text = [...lines, '', 'ART-1', '  ART-2\tsecond column  '].join('\n');
  await stage.browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const input = popup.getByTestId('articles-input');
  await input.waitFor();
  // Frames are counted beside the paste: a page that freezes draws none.
  await popup.evaluate(async (pasted) => {
    await navigator.clipboard.writeText(pasted);
    const frames = { drawn: 0, longest: 0, last: performance.now() };
    Object.assign(window, { frames });
    requestAnimationFrame(function draw(now) {
      frames.drawn += 1;
      frames.longest = Math.max(frames.longest, now - frames.last);
      frames.last = now;
      requestAnimationFrame(draw);
    });
  }, text);
  await input.focus();
  await popup.keyboard.press('Control+v');
  const count = popup.getByTestId('articles-count');
  await expect.poll(() => count.getAttribute('data-count')).toBe('100000');
  expect(await count.getAttribute('data-dropped')).toBe('3');
  const frames = () =>
    popup.evaluate(() => (window as unknown as { frames: { drawn: number; longest: number } }).frames);
  const { drawn } = await frames();
  await expect.poll(async () => (await frames()).drawn).toBeGreaterThan(drawn + 5);
  // The rival is the same text in a bare input of the same page, which takes Chromium seconds to lay out.
  const ours = (await frames()).longest;
  await popup.evaluate((pasted) => {
    Object.assign((window as unknown as { frames: object }).frames, { longest: 0 });
    const bare = document.body.appendChild(document.createElement('textarea'));
    bare.wrap = 'off';
    bare.value = pasted;
  }, text);
  const at = (await frames()).drawn;
  await expect.poll(async () => (await frames()).drawn, { timeout: 30_000 }).toBeGreaterThan(at + 1);
  expect(ours).toBeLessThan((await frames()).longest / 2);

  // Closing the popup loses nothing.
  await popup.close();
  const again = await stage.browser.open('popup.html');
  await expect.poll(() => again.getByTestId('articles-count').getAttribute('data-count')).toBe('100000');
  await again.getByTestId('download-start').click();
  const card = again.getByTestId('job').first();
  await card.waitFor({ timeout: 120_000 });
  expect(await card.getAttribute('data-total-articles')).toBe('100000');
  await card.getByTestId('job-cancel').click();
  const yes = again.getByTestId('confirm-yes');
  if (await yes.isVisible().catch(() => false)) await yes.click();
  await expect.poll(() => card.getAttribute('data-status'), { timeout: 60_000 }).toBe('cancelled');
});

test('an article over 50 characters is named by its line, and nothing is started', async () => {
  const popup = await stage.browser.open('popup.html');
  const before = (await rows(popup, 'jobs')).length;
  await popup.getByTestId('articles-input').fill(`ok-1\n${'x'.repeat(51)}`);
  await expect.poll(() => popup.locator('body').textContent()).toMatch(/line 2\b/i);
  await popup.getByTestId('download-start').click();
  await popup.locator('[data-testid="popup-message"][data-state="error"]').waitFor();
  expect((await rows(popup, 'jobs')).length).toBe(before);
  expect(await popup.getByTestId('articles-input').inputValue()).toContain('ok-1');
});
