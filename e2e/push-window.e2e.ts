import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SandboxProduct } from '../sandbox/stores/store';
import { configure } from './harness/pages';
import { openPushWindow, type PushWindow } from './harness/push-window';
import { shoot } from './harness/shoot';
import { openStage, type Stage } from './harness/stage';

let stage: Stage;
let anchor: Page;
let product: SandboxProduct;
let used = 0;

beforeAll(async () => {
  stage = await openStage();
  anchor = await configure(stage.browser, stage);
});
afterAll(() => stage.close());
afterEach(async () => {
  for (const page of stage.browser.context.pages()) if (page !== anchor) await page.close();
});

beforeEach(() => {
  // Another product for each test: what one pushed is not the next one's business.
  const [shop] = stage.sandbox.stores;
  const next = shop?.products.filter(({ images, archived }) => images.length > 1 && !archived)[used++];
  if (!next) throw new Error('the sandbox has no product left');
  product = next;
});

const picture = (name: string, access?: 'open' | 'closed') => stage.sandbox.pictures.url(name, access);
const card = () => stage.sandbox.card(product.productId);
/** What buyers see of a card; whether Ozon's answers repeat the main picture among the others is its own affair. */
const setOf = ({ pictures, colour }: ReturnType<typeof card>) => ({ pictures, colour });
const shown = () => setOf(card());
const imports = () => stage.sandbox.imports.tasks.length;
const isReady = ({ page }: PushWindow) => page.getByTestId('push-confirm').isEnabled();

test('a reordered set with one new picture goes live, and undo brings back exactly the old one', async () => {
  const before = card();
  const window = await openPushWindow(stage, product.productId, { page: 'edit' });
  expect(await window.current()).toEqual(before.pictures);
  expect(await window.next()).toEqual(before.pictures);
  await window.add(picture('good.jpg'));
  await window.at(before.pictures.length).getByTestId('push-make-primary').click();
  await window.at(1).getByTestId('push-move-down').click();
  const [first = '', second = '', ...rest] = before.pictures;
  const wanted = [picture('good.jpg'), second, first, ...rest];
  expect(await window.next()).toEqual(wanted);
  await expect.poll(() => isReady(window)).toBe(true);
  expect(imports()).toBe(0);
  await shoot(window.page, 'push-ready', { fullPage: true });
  await window.page.getByTestId('push-confirm').click();
  await shoot(window.page, 'push-question');
  await window.page.getByTestId('confirm-yes').click();
  await window.result('done');
  await shoot(window.page, 'push-done', { fullPage: true });
  expect(card().pictures.slice(1)).toEqual(wanted.slice(1));
  expect(imports()).toBe(1);
  expect(await window.page.getByTestId('push-reload-note').isVisible()).toBe(true);

  await window.page.getByTestId('push-undo').click();
  await window.page.getByTestId('confirm-yes').click();
  await expect.poll(() => shown()).toEqual(setOf(before));
  expect(imports()).toBe(2);
});

test('the card as it is says there is nothing to change', async () => {
  const window = await openPushWindow(stage, product.productId);
  await expect.poll(window.errors).toEqual(['images  push.same_set']);
  expect(await isReady(window)).toBe(false);
});

test.each([
  ['ftp://pictures.example/1.jpg', 'picture.ftp'],
  ['https://192.168.0.7/1.jpg', 'picture.private_address'],
  ['pictures/1.jpg', 'picture.not_url'],
  ['webp.jpg', 'picture.wrong_type'],
  ['missing.jpg', 'picture.unreachable'],
  ['login.jpg', 'picture.refused'],
  ['page.jpg', 'picture.not_image'],
  ['moved.jpg', 'picture.redirects'],
  ['tiny.jpg', 'picture.too_small'],
  ['huge.jpg', 'picture.too_large'],
  ['heavy.jpg', 'picture.too_heavy'],
])('%s is refused at its place as %s, and nothing is sent', async (name, reason) => {
  used -= 1;
  const before = imports();
  const places = name.includes('/') ? [name] : [picture(name, 'open'), picture(name, 'closed')];
  const window = await openPushWindow(stage, product.productId);
  const count = card().pictures.length;
  await window.add(...places);
  await expect
    .poll(window.errors)
    .toEqual(expect.arrayContaining(places.map((_, index) => `images ${count + index} ${reason}`)));
  expect(await isReady(window)).toBe(false);
  expect(imports()).toBe(before);
  if (reason === 'picture.too_small') await shoot(window.page, 'push-refused', { fullPage: true });
});

test('31 pictures are too many until it is allowed on purpose, and none is cut silently', async () => {
  const window = await openPushWindow(stage, product.productId);
  const count = card().pictures.length;
  await window.add(...Array.from({ length: 31 - count }, (_, n) => picture(`photo-${n + 1}.jpg`)));
  await expect.poll(window.errors).toContain('images  push.too_many_usual');
  expect((await window.next()).length).toBe(31);
  await shoot(window.page, 'push-too-many', { fullPage: true });
  expect(await isReady(window)).toBe(false);
  await window.page.getByTestId('push-allow-more').click();
  await expect.poll(() => isReady(window)).toBe(true);
  await window.page.getByTestId('push-allow-more').click();
  await window.page.getByTestId('push-keep-first').click();
  expect((await window.next()).length).toBe(30);
  await expect.poll(() => isReady(window)).toBe(true);
});

test('no pictures at all and 360° pictures are refused with their reasons', async () => {
  const window = await openPushWindow(stage, product.productId);
  for (let left = card().pictures.length; left > 0; left -= 1) await window.at(0).getByTestId('push-remove').click();
  await expect.poll(window.errors).toContain('images  push.no_images');
  expect(await isReady(window)).toBe(false);
  await window.page.getByTestId('push-add-url').fill('images360: https://pictures.example/open/good.jpg');
  await window.page.getByTestId('push-add-url-submit').click();
  await expect.poll(window.errors).toContain('images360 0 push.images360_gone');
  expect(await window.page.getByTestId('push-add-url').inputValue()).toContain('images360');
});

test('appending keeps what is on the card in its place', async () => {
  const before = card().pictures;
  const window = await openPushWindow(stage, product.productId);
  await window.page.getByTestId('push-mode').selectOption('append');
  await window.add(picture('photo-77.jpg'));
  expect(await window.next()).toEqual([...before, picture('photo-77.jpg')]);
  await expect.poll(() => isReady(window)).toBe(true);
  await window.confirm();
  await window.result('done');
  expect(card().pictures.slice(0, -1)).toEqual(before);
});

test('pictures can be moved with the keyboard alone', async () => {
  const [first, second] = card().pictures;
  const window = await openPushWindow(stage, product.productId);
  const button = window.at(0).getByTestId('push-move-down');
  await button.focus();
  await window.page.keyboard.press('Enter');
  await expect.poll(async () => (await window.next()).slice(0, 2)).toEqual([second, first]);
});

test('a never-settling import waits, and says that the window may be closed', async () => {
  stage.sandbox.imports.next({ outcome: 'never', offerId: product.offerId });
  const window = await openPushWindow(stage, product.productId);
  await window.at(0).getByTestId('push-move-down').click();
  await window.confirm();
  await window.result('waiting');
  await shoot(window.page, 'push-waiting', { fullPage: true });
  await window.page.reload();
  await window.result('waiting');
  // Another window cannot start a second push meanwhile.
  const other = await openPushWindow(stage, product.productId);
  await other.result('waiting');
  expect(await isReady(other)).toBe(false);
});

test('an unknown product is said to be unknown', async () => {
  const page = (await openPushWindow(stage, product.productId)).page;
  await page.goto(page.url().replace(/id=\d+/, 'id=999'));
  await page.locator('[data-testid="push-problem"][data-code="product.not_found"]').waitFor();
});
