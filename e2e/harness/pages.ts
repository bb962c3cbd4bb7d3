import type { Locator, Page } from 'playwright-core';
import type { SandboxStore } from '../../sandbox/stores/store';
import type { Extension } from './browser';
import type { Stage } from './stage';

/** Options page, driven as a seller does. Messages carry their state in `data-state`. */
export function optionsPage(page: Page) {
  const field = (id: string) => page.getByTestId(id);
  /** Waits until a message has come to rest and gives its state. */
  const settled = async (id: string) => {
    const message = page.locator(`[data-testid="${id}"]:not([data-state="busy"]):not(:empty)`);
    await message.waitFor();
    return {
      state: await message.getAttribute('data-state'),
      code: await message.getAttribute('data-code'),
      text: await message.textContent(),
    };
  };
  return {
    async addStore({ name, clientId, apiKey }: Pick<SandboxStore, 'name' | 'clientId' | 'apiKey'>) {
      await field('store-name').fill(name);
      await field('store-client-id').fill(clientId);
      await field('store-api-key').fill(apiKey);
      await field('store-save').click();
      return settled('store-message');
    },
    async saveCompanion({ url, token }: { url: string; token: string }) {
      await field('companion-url').fill(url);
      await field('companion-token').fill(token);
      await field('companion-save').click();
      return settled('companion-message');
    },
    storeMessage: () => settled('store-message'),
    companionMessage: () => settled('companion-message'),
    field,
  };
}

/** Configures store, companion and settings through the options page, as a seller does; gives the page. */
export async function configure(
  browser: Extension,
  stage: Stage,
  settings: { timeoutS?: number; concurrency?: number } = {},
) {
  const page = await browser.open('options.html');
  const options = optionsPage(page);
  for (const store of stage.sandbox.stores) expectOk(await options.addStore(store));
  expectOk(await options.saveCompanion(stage.companion));
  for (const [id, value] of [
    ['setting-timeout', settings.timeoutS],
    ['setting-concurrency', settings.concurrency],
  ] as const) {
    if (value === undefined) continue;
    await options.field(id).fill(String(value));
    await options.field(id).blur();
  }
  await page.waitForTimeout(100);
  return page;
}

function expectOk({ state, code, text }: { state: string | null; code: string | null; text: string | null }) {
  if (state !== 'ok') throw new Error(`the options page says: ${code} ${text}`);
}

type JobNumbers = {
  id: string;
  status: string;
  articles: number;
  processed: number;
  images: number;
  success: number;
  failed: number;
};

/** Numbers of a job card. */
export async function readJob(card: Locator): Promise<JobNumbers> {
  const of = async (name: string) => (await card.getAttribute(`data-${name}`)) ?? '';
  return {
    id: await of('job-id'),
    status: await of('status'),
    articles: Number(await of('total-articles')),
    processed: Number(await of('processed')),
    images: Number(await of('total-images')),
    success: Number(await of('success-images')),
    failed: Number(await of('failed-images')),
  };
}

/** Starts a bulk download from the popup and gives the id of its job. */
export async function startDownload(
  popup: Page,
  {
    articles,
    field = 'offer_id',
    destination = 'cloud',
    store,
  }: { articles: string[]; field?: string; destination?: string; store?: string },
): Promise<string> {
  if (store) await popup.getByTestId('store-select').selectOption({ label: store });
  await popup.getByTestId('field-select').selectOption(field);
  await popup.getByTestId('destination-select').selectOption(destination);
  await popup.getByTestId('articles-input').fill(articles.join('\n'));
  const known = await popup.getByTestId('job').count();
  await popup.getByTestId('download-start').click();
  const newest = popup.getByTestId('job').first();
  await popup.waitForFunction(
    (before) =>
      document.querySelectorAll('[data-testid="job"]').length > before ||
      document.querySelector('[data-testid="popup-message"][data-state="error"]'),
    known,
  );
  return (await readJob(newest)).id;
}

const over = ['completed', 'partial', 'failed', 'cancelled'];

/** Waits on the jobs page until a job has ended; gives its card's numbers. */
export async function waitForJob(page: Page, id: string, timeout = 120_000): Promise<JobNumbers> {
  const selector = over.map((status) => `[data-testid="job"][data-job-id="${id}"][data-status="${status}"]`).join(',');
  const card = page.locator(selector);
  await card.waitFor({ timeout });
  return readJob(card);
}
