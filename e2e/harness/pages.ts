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

/** Numbers of a job card, all of one moment. */
export function readJob(card: Locator): Promise<JobNumbers> {
  return card.evaluate((element) => {
    const { jobId, status, totalArticles, processed, totalImages, successImages, failedImages } = (
      element as HTMLElement
    ).dataset;
    return {
      id: jobId ?? '',
      status: status ?? '',
      articles: Number(totalArticles),
      processed: Number(processed),
      images: Number(totalImages),
      success: Number(successImages),
      failed: Number(failedImages),
    };
  });
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
  const first = popup.getByTestId('job').first();
  const before = (await first.count()) > 0 ? await first.getAttribute('data-job-id') : null;
  await popup.getByTestId('download-start').click();
  // The newest job stands first; a refusal shows at the message instead.
  await popup.waitForFunction((known) => {
    const newest = document.querySelector<HTMLElement>('[data-testid="job"]');
    const refused = document.querySelector('[data-testid="popup-message"][data-state="error"]');
    return refused !== null || (newest !== null && newest.dataset.jobId !== known);
  }, before);
  const refused = popup.locator('[data-testid="popup-message"][data-state="error"]');
  if ((await refused.count()) > 0) throw new Error(`the popup says: ${await refused.textContent()}`);
  return (await readJob(first)).id;
}

const over = ['completed', 'partial', 'failed', 'cancelled'];

/** Waits on the jobs page until a job has ended; gives its card's numbers. */
export async function waitForJob(page: Page, id: string, timeout = 120_000): Promise<JobNumbers> {
  const selector = over.map((status) => `[data-testid="job"][data-job-id="${id}"][data-status="${status}"]`).join(',');
  const card = page.locator(selector);
  await card.waitFor({ timeout });
  return readJob(card);
}
