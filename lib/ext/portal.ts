import { browser } from '#imports';
import { AppError } from '../core/app-error';
import type { ArticleField } from '../core/article';
import type { JobId } from '../core/ids';
import type { PortalProduct } from '../core/portal';
import type { Settings } from '../core/settings';
import type { Store } from '../core/store';
import type { Database } from './db';
import type { HostGuard } from './host-guard';
import type { Jobs } from './jobs';
import type { MessageInput, MessageOutput } from './messages';
import { connectionItem } from './storage-items';
import { languageFor } from './texts';

type Deps = {
  db: Database;
  jobs: Pick<Jobs, 'create'>;
  hosts: Pick<HostGuard, 'ofStore'>;
  settings: () => Settings;
};

/**
 * What the page script may ask for. It is a stranger: it names products by ids, and which store that is about is decided
 * here, by the company the cabinet shows (product.md D3). Pushing only opens a window in which a person decides.
 */
export function createPortal({ db, jobs, hosts, settings }: Deps) {
  /** The store whose key belongs to the company shown. */
  async function storeOf(company: string | null): Promise<Store> {
    const stores = await db.stores.toArray();
    if (stores.length === 0) throw new AppError('portal.store_unknown');
    if (company === null) throw new AppError('portal.store_unclear');
    const match = stores.find(({ clientId }) => clientId === company);
    if (!match) throw new AppError('portal.wrong_store', { params: { company } });
    return match;
  }

  async function defaultStore(): Promise<Store> {
    const chosen = settings().defaultStoreId;
    const store = (chosen && (await db.stores.get(chosen))) ?? (await db.stores.orderBy('createdAt').first());
    if (!store) throw new AppError('portal.store_unknown');
    return store;
  }

  const open = (page: string, query: Record<string, string>) =>
    browser.tabs.create({
      url: browser.runtime.getURL(`/${page}.html?${new URLSearchParams(query)}` as '/popup.html'),
    });

  return {
    async download({ product, companyId, anyStore }: MessageInput<'portal.download'>) {
      const store = anyStore ? await storeOf(companyId).catch(defaultStore) : await storeOf(companyId);
      await hosts.ofStore(store.id);
      if (!(await connectionItem.getValue())) throw new AppError('companion.missing');
      const { field, id } = nameOf(product);
      return jobs.create({ storeId: store.id, field, destination: 'cloud', articles: [id] });
    },

    async push({ product, companyId, page }: MessageInput<'portal.push'>) {
      // A cabinet that does not tell its store is asked about in the window; another store is not pushed to.
      const store = companyId === null ? undefined : await storeOf(companyId);
      const { field, id } = nameOf(product);
      await open('push', { ...(store && { store: store.id }), field, id, page });
    },

    async collect({ skus, companyId }: MessageInput<'portal.collect'>) {
      const store = await storeOf(companyId).catch(() => undefined);
      await open('popup', { field: 'sku', articles: skus.join('\n'), ...(store && { store: store.id }) });
    },

    async view(): Promise<MessageOutput<'portal.view'>> {
      const { rowButtons, editButtons, launcher, language } = settings();
      return { rowButtons, editButtons, launcher, language: languageFor(language) };
    },

    async job({ id }: { id: JobId }): Promise<MessageOutput<'portal.job'>> {
      const [job, line] = await Promise.all([db.jobs.get(id), db.items.get([id, 0])]);
      if (!job) throw new AppError('job.not_found');
      const { status, totalImages, successImages, failedImages } = job;
      return { id: job.id, status, totalImages, successImages, failedImages, error: line?.error ?? null };
    },
  };
}

/** The id to look a product up by: the surest one the page showed (seller-portal.md §2). */
function nameOf({ productId, offerId, sku }: PortalProduct): { field: ArticleField; id: string } {
  if (productId !== null) return { field: 'product_id', id: productId };
  if (sku !== null) return { field: 'sku', id: sku };
  return { field: 'offer_id', id: offerId ?? '' };
}
