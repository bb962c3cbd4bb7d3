import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { storeId } from '../core/ids';
import type { Job } from '../core/job';
import { defaultSettings, type Settings } from '../core/settings';
import { seedJob } from '../queue/testing/rows';
import { Database } from './db';
import { notifyEnd, openJobOnClick } from './notify';

const db = new Database('notify');
const english: Settings = { ...defaultSettings, language: 'en' };
const longJob = {
  status: 'completed',
  createdAt: 1000,
  finishedAt: 31_000,
  successImages: 1500,
  totalImages: 1500,
} as const;

/** The notifications a job that ended gave rise to, as arguments of the browser's call. */
async function shownOf(changes: Partial<Job>, settings: Settings = english) {
  const shown = vi.spyOn(fakeBrowser.notifications, 'create');
  const [job] = seedJob('job-1', 1, { ...longJob, ...changes }).jobs;
  if (job) await notifyEnd(db, job, settings);
  return shown.mock.calls;
}

beforeEach(async () => {
  fakeBrowser.reset();
  vi.restoreAllMocks();
  await db.stores.put({
    id: storeId.parse('store-1'),
    name: 'Main & Co',
    clientId: '1',
    keyHint: '5678',
    createdAt: 1,
    check: null,
    checkError: null,
  });
});

describe('notifyEnd', () => {
  it('tells of a long job once, under its id, as it was', async () => {
    const message = 'Main & Co: 1,500 of 1,500 pictures';
    expect(await shownOf({})).toMatchObject([['job-1', { title: 'Download finished', message }]]);
  });

  it('says how many articles failed', async () => {
    const message = 'Main & Co: 1,400 of 1,500 pictures, 7 articles failed';
    const shown = await shownOf({ status: 'partial', successImages: 1400, failedArticles: 7 });
    expect(shown).toMatchObject([['job-1', { title: 'Download finished with failures', message }]]);
  });

  it.each<[string, Partial<Job>]>([
    ['a job under 30 s', { finishedAt: 30_999 }],
    ['a job that runs', { status: 'processing', finishedAt: null }],
    ['a job somebody cancelled', { status: 'cancelled' }],
  ])('is silent about %s', async (_, changes) => {
    expect(await shownOf(changes)).toEqual([]);
  });

  it('speaks of products when pictures were pushed', async () => {
    const push = { destination: 'card', status: 'partial', totalArticles: 3, failedArticles: 1 } as const;
    const title = 'Some products did not get their new pictures';
    expect(await shownOf(push)).toMatchObject([['job-1', { title, message: 'Main & Co: 2 of 3 products' }]]);
  });

  it('is silent when switched off', async () => {
    expect(await shownOf({}, { ...english, notify: false })).toEqual([]);
  });
});

describe('openJobOnClick', () => {
  it('opens the job and takes the notification away', async () => {
    await shownOf({});
    openJobOnClick(db);
    const opened = vi.spyOn(fakeBrowser.tabs, 'create');
    await fakeBrowser.notifications.onClicked.trigger('job-1');
    await expect.poll(() => opened.mock.calls).toEqual([[{ url: expect.stringMatching(/\/jobs\.html#\/job-1$/) }]]);
    expect(await fakeBrowser.notifications.getAll()).toEqual({});
  });
});
