import type { Page } from 'playwright-core';
import type { Item, Job } from '../../lib/core/job';
import type { SandboxProduct } from '../../sandbox/stores/store';
import type { Stage } from './stage';
import { rows } from './worker-calls';

export const origins = ['https://seller.ozon.ru', 'https://seller.ozonru.cn'] as const;

/** A page of the cabinet, with everything it complained about. */
export async function openPortal({ browser }: Stage, path: string, origin: string = origins[0]) {
  const page = await browser.context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`${origin}${path}`);
  await page.locator('oib-launcher').waitFor();
  return { page, complaints };
}

/** Each row as the page has it and as our hosts in it say. */
export const readRows = (page: Page) =>
  page.locator('tbody tr').evaluateAll((trs) =>
    trs.map((tr) => ({
      text: `${tr.textContent} ${[...tr.querySelectorAll('a')].map((link) => link.href).join(' ')}`,
      hosts: [...tr.querySelectorAll<HTMLElement>('oib-actions')].map(({ dataset, shadowRoot }) => ({
        sku: dataset.sku ?? '',
        productId: dataset.productId ?? null,
        found: dataset.found ?? null,
        buttons: shadowRoot?.querySelectorAll('[data-testid$="-button"]').length ?? 0,
      })),
    })),
  );

/** Waits until every row has exactly one live pair of buttons, for the product the row shows. */
export async function waitForRows(page: Page, timeout = 60_000): Promise<Awaited<ReturnType<typeof readRows>>> {
  const until = Date.now() + timeout;
  for (;;) {
    const all = await readRows(page);
    const isRight = ({ text, hosts }: (typeof all)[number]) =>
      hosts.length === 1 && hosts.every(({ sku, buttons }) => sku !== '' && buttons === 2 && text.includes(sku));
    if (all.length > 0 && all.every(isRight)) return all;
    if (Date.now() > until)
      throw new Error(`rows without the right buttons: ${JSON.stringify(all.filter((row) => !isRight(row)))}`);
    await page.waitForTimeout(100);
  }
}

/** The buttons of a product in the list. */
export const rowActions = (page: Page, { sku }: SandboxProduct) => page.locator(`oib-actions[data-sku="${sku}"]`);

/** The buttons of an edit page whose form has come: they move there, and a click on its way would be lost. */
export const formActions = 'oib-actions[data-found="input"]';

/** Jobs and their lines so far. */
export async function jobsSoFar(extensionPage: Page) {
  const jobs = await rows<Job>(extensionPage, 'jobs');
  const items = await rows<Item>(extensionPage, 'items');
  return jobs.map((job) => ({ ...job, items: items.filter(({ jobId }) => jobId === job.id) }));
}
