import { openStage, type Stage } from '../e2e/harness/stage';
import { send } from '../e2e/harness/worker-calls';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { measureJobsPage, type PageCost } from './scale-page';
import { runScaled, type ScaleRun, type Shop } from './scale-run';
import { watchWorker } from './scale-worker';

/** Articles of the job that copies, and of the links-only ones; five pictures each. */
type Lengths = { copied: number; listed: number[] };

const imagesPerProduct = 5;
const bytes = 60_000;
/** Fixed, so that the first pictures are not the slow ones of a limit that still looks for itself. */
const inFlight = 24;

export type Scale = { runs: ScaleRun[]; page: PageCost };

async function openShop({ sandbox, browser, companion }: Stage): Promise<Shop & { articles: string[] }> {
  const [store] = sandbox.stores;
  if (!store) throw new Error('the bench has no store');
  const page = await browser.open('icon.svg');
  await send(page, 'companion.save', { url: companion.url, token: companion.token });
  await send(page, 'settings.save', { concurrency: inFlight, notify: false });
  const { clientId, apiKey, products } = store;
  const { id } = await send(page, 'stores.save', { name: 'Bench', clientId, apiKey });
  return { page, storeId: id, articles: products.map(({ offerId }) => offerId) };
}

/** Jobs of growing length, one after another in one profile, then the page of the longest. */
export async function measureScale({ copied, listed }: Lengths): Promise<Scale> {
  const store = uniformStore({ products: Math.max(copied, ...listed), imagesPerProduct, bytes });
  const stage = await openStage({ stores: [store], bucket: 'disk', moving: true });
  try {
    const { articles, ...opened } = await openShop(stage);
    const watch = await watchWorker(stage.browser.context);
    const runs: ScaleRun[] = [];
    const run = async (length: number, destination: 'cloud' | 'links') => {
      runs.push(await runScaled(opened, watch, { articles: articles.slice(0, length), destination }));
      console.log(`${destination}: ${length} articles, ${Math.round((runs.at(-1)?.totalMs ?? 0) / 1000)} s`);
    };
    // First, while the database is small: what it grows by is then the pictures'.
    await run(copied, 'cloud');
    for (const length of listed) await run(length, 'links');
    return { runs, page: await measureJobsPage(stage.browser, runs.at(-1)?.id ?? '') };
  } finally {
    await stage.close();
  }
}
