import { createInstance } from 'i18next';
import { browser } from '#imports';
import { jobId } from '../core/ids';
import type { Job } from '../core/job';
import type { Settings } from '../core/settings';
import type { Database } from './db';
import { languageFor, resources } from './texts';

/** Jobs shorter than this end while somebody is looking. */
const longMs = 30_000;

/** Tells the seller that a long job has ended, unless that is switched off. */
export async function notifyEnd(db: Database, job: Job, { notify, language }: Settings): Promise<void> {
  const { id, status, storeId, createdAt, finishedAt, successImages: done, totalImages: total, failedArticles } = job;
  if (!notify || finishedAt === null || finishedAt - createdAt < longMs) return;
  if (status !== 'completed' && status !== 'partial' && status !== 'failed') return;
  const texts = createInstance();
  await texts.init({
    lng: languageFor(language),
    fallbackLng: 'en',
    resources,
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  });
  const store = (await db.stores.get(storeId))?.name ?? '';
  const isPush = job.destination === 'card';
  const isUpload = job.destination === 'upload';
  const pushed = { store, pushed: job.totalArticles - failedArticles, products: job.totalArticles };
  const copied = { store, done, total, failed: failedArticles };
  const copiedText = failedArticles > 0 ? texts.t('notice.text', copied) : texts.t('notice.textAll', copied);
  await browser.notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: texts.t(isPush ? `notice.pushed.${status}` : isUpload ? `notice.uploaded.${status}` : `notice.${status}`),
    message: isPush ? texts.t('notice.textPushed', pushed) : copiedText,
  });
}

/** A click on a notification opens the job it is about. */
export function openJobOnClick(db: Database): void {
  browser.notifications.onClicked.addListener((id) => {
    void browser.notifications.clear(id);
    void openJob(db, id);
  });
}

async function openJob(db: Database, id: string): Promise<void> {
  const job = await db.jobs.get(jobId.parse(id));
  await browser.tabs.create({ url: browser.runtime.getURL(pageOf(id, job?.destination)) });
}

function pageOf(id: string, destination: Job['destination'] | undefined) {
  if (destination === 'card') return `/push.html?job=${id}` as const;
  return destination === 'upload' ? (`/push.html?files=${id}` as const) : (`/jobs.html#/${id}` as const);
}
