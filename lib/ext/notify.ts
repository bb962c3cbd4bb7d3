import { createInstance } from 'i18next';
import { browser } from '#imports';
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
  const numbers = { store: (await db.stores.get(storeId))?.name ?? '', done, total, failed: failedArticles };
  await browser.notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: texts.t(`notice.${status}`),
    message: failedArticles > 0 ? texts.t('notice.text', numbers) : texts.t('notice.textAll', numbers),
  });
}

/** A click on a notification opens the job it is about. */
export function openJobOnClick(): void {
  browser.notifications.onClicked.addListener((id) => {
    void browser.notifications.clear(id);
    void browser.tabs.create({ url: browser.runtime.getURL(`/jobs.html#/${id}`) });
  });
}
