import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Push } from '../lib/core/push';
import { configure } from './harness/pages';
import { shoot } from './harness/shoot';
import { openStage, type Stage } from './harness/stage';
import { rows } from './harness/worker-calls';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await configure(stage.browser, stage);
});
afterAll(() => stage.close());

test('several products go in one call after one question that names them all; each has its own result', async () => {
  const [shop] = stage.sandbox.stores;
  const products = shop?.products.filter(({ images, archived }) => images.length > 1 && !archived).slice(0, 3) ?? [];
  const cards = () => products.map(({ productId }) => stage.sandbox.card(productId).pictures);
  const before = cards();
  const fresh = products.map((_, n) => stage.sandbox.pictures.url(`photo-${n + 1}.jpg`));
  stage.sandbox.imports.next({ outcome: 'partly', offerId: products[1]?.offerId ?? '' });

  const page = await stage.browser.open('push.html', { width: 1000, height: 900 });
  await page.getByTestId('store-select').selectOption({ label: shop?.name ?? '' });
  await page.getByTestId('push-kind-many').click();
  const lines = [
    ...products.map(({ offerId }, n) => `${offerId}\t${fresh[n]}`),
    'no-such-article\thttps://pictures.example/x.jpg',
  ];
  await page.getByTestId('push-rows').fill(lines.join('\n'));
  await page.getByTestId('push-find').click();
  await page.getByTestId('push-product').nth(2).waitFor();
  expect(await page.getByTestId('push-missing').textContent()).toContain('no-such-article');
  await page.getByTestId('push-many-mode').selectOption('append');
  await expect.poll(() => page.getByTestId('push-confirm').isEnabled()).toBe(true);
  await shoot(page, 'push-many', { fullPage: true });
  await page.getByTestId('push-confirm').click();
  const question = await page.getByRole('alertdialog').or(page.getByRole('dialog')).textContent();
  for (const { name } of products) expect(question).toContain(name);
  expect(stage.sandbox.imports.tasks).toHaveLength(0);
  await page.getByTestId('confirm-yes').click();

  const statuses = () =>
    page.getByTestId('push-item').evaluateAll((all) => all.map((item) => (item as HTMLElement).dataset.status));
  await expect.poll(statuses).toEqual(['done', 'failed', 'done']);
  expect(stage.sandbox.imports.tasks).toHaveLength(1);
  expect(cards().map((pictures) => pictures.length)).toEqual(before.map(({ length }, n) => length + (n === 1 ? 0 : 1)));
  const kept = (await rows<Push>(page, 'pushes')).map((push) => push.before?.pictures);
  expect(kept).toEqual(before);
  await shoot(page, 'push-many-result', { fullPage: true });
});
