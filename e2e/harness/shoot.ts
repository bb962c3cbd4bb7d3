import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const images = resolve(import.meta.dirname, '../../docs/images');

/** Keeps a picture of the page for the docs when asked to (`npm run images`); a plain run leaves the files alone. */
export async function shoot(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  if (process.env.DOCS_IMAGES !== '1') return;
  // Pictures and fonts that are still on their way are not what a person sees.
  await page.waitForLoadState('networkidle');
  const size = page.viewportSize();
  // A window as tall as the page: a bar that sticks to the edge would lie across the middle of it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (fullPage && size) await page.setViewportSize({ ...size, height });
  await page.screenshot({ path: join(images, `${name}.png`) });
  if (size) await page.setViewportSize(size);
}
