import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#imports';
import { Database } from './db';
import { createFileSaver, isNamed } from './file-saver';
import { stubApi } from './testing/stub-api';

type Item = { id: number; url: string; filename: string; state: string; error?: string };

let opened = 0;
let items: Item[] = [];
let listeners: ((delta: { id: number }) => void)[] = [];
/** What becomes of the next downloads. */
let outcomes: Partial<Item>[] = [];

beforeEach(() => {
  items = [];
  listeners = [];
  outcomes = [];
  const downloads = {
    async download({ url, filename }: { url: string; filename: string }) {
      const id = items.length + 1;
      items.push({ id, url, filename: `/downloads/${filename}`, state: 'complete', ...outcomes.shift() });
      return id;
    },
    search: async (query: { id?: number; url?: string }) =>
      items.filter(({ id, url }) => (query.id ?? id) === id && (query.url ?? url) === url),
    cancel: vi.fn(async () => undefined),
    erase: vi.fn(async () => undefined),
    onChanged: {
      addListener: (listener: (typeof listeners)[number]) => void listeners.push(listener),
      removeListener: (listener: (typeof listeners)[number]) => {
        listeners = listeners.filter((known) => known !== listener);
      },
    },
  };
  stubApi(browser, { downloads });
});

function saver() {
  opened += 1;
  const inUse = new Set<string>();
  let made = 0;
  const urls = {
    open: async () => {
      made += 1;
      inUse.add(`blob:${made}`);
      return `blob:${made}`;
    },
    release: async (url: string) => void inUse.delete(url),
  };
  const db = new Database(`saver-${opened}`);
  const { save } = createFileSaver(db, urls);
  const request = (signal = new AbortController().signal) => ({
    ...{ key: 'job/save/1', source: { archive: 'a.zip' }, path: 'a/b_1.jpg', signal },
  });
  return { db, inUse, save, request };
}

describe('file saver', () => {
  it('saves a file under its name and gives its address back', async () => {
    const { save, request, inUse } = saver();
    expect(await save(request())).toEqual({ path: '/downloads/a/b_1.jpg', renamed: false });
    expect(inUse.size).toBe(0);
    expect(listeners).toEqual([]);
  });

  it('does not save again what a worker before it has saved', async () => {
    const { save, request } = saver();
    await save(request());
    await save(request());
    expect(items).toHaveLength(1);
  });

  it('knows what it has saved though the list of downloads was cleared and the bytes are gone', async () => {
    const { save, request } = saver();
    const saved = await save(request());
    items = [];
    expect(await save(request())).toEqual(saved);
    expect(items).toEqual([]);
  });

  it('waits for a download a worker before it has begun', async () => {
    const { save, request, db } = saver();
    await db.saves.put({ key: 'job/save/1', url: 'blob:old' });
    const item: Item = { id: 7, url: 'blob:old', filename: '/downloads/a/b_1.jpg', state: 'in_progress' };
    items.push(item);
    const saving = save(request());
    await expect.poll(() => listeners.length).toBe(1);
    item.state = 'complete';
    for (const listener of listeners) listener({ id: 7 });
    expect(await saving).toMatchObject({ renamed: false });
    expect(items).toHaveLength(1);
  });

  it('begins anew what was broken off', async () => {
    const { save, request } = saver();
    outcomes = [{ state: 'interrupted', error: 'CRASH' }];
    await expect(save(request())).rejects.toMatchObject({ code: 'disk.interrupted', retry: 'backoff' });
    await save(request());
    expect(items.map(({ state }) => state)).toEqual(['interrupted', 'complete']);
    // And leaves no half of it beside the whole file.
    expect(browser.downloads.erase).toHaveBeenCalledWith({ id: 1 });
  });

  it.each([
    ['USER_CANCELED', 'disk.cancelled'],
    ['FILE_NO_SPACE', 'disk.full'],
    ['FILE_ACCESS_DENIED', 'disk.not_allowed'],
    ['FILE_NAME_TOO_LONG', 'disk.not_allowed'],
  ])('fails for good with %s: %s', async (error, code) => {
    const { save, request, inUse } = saver();
    outcomes = [{ state: 'interrupted', error }];
    await expect(save(request())).rejects.toMatchObject({ code, retry: 'never' });
    expect(inUse.size).toBe(0);
  });

  it('tells that the browser asks for the place when that window was closed', async () => {
    const { save, request } = saver();
    const onAsked = vi.fn(async () => undefined);
    outcomes = [{ state: 'interrupted', error: 'USER_CANCELED', filename: '' }];
    await expect(save({ ...request(), onAsked })).rejects.toMatchObject({ code: 'disk.asks_where' });
    expect(onAsked).toHaveBeenCalledOnce();
  });

  it('cancels the download with its job', async () => {
    const { save, request, db, inUse } = saver();
    outcomes = [{ state: 'in_progress' }];
    const controller = new AbortController();
    const saving = save(request(controller.signal));
    await expect.poll(() => listeners.length).toBe(1);
    // What is known of the job's files goes with it.
    await db.saves.clear();
    controller.abort('cancelled');
    await expect(saving).rejects.toBe('cancelled');
    expect(browser.downloads.cancel).toHaveBeenCalledWith(1);
    expect(inUse.size).toBe(0);
  });

  it('cancels a download that began while its job was being cancelled', async () => {
    const { save, request } = saver();
    const controller = new AbortController();
    outcomes = [{ state: 'in_progress' }];
    const { download } = browser.downloads;
    stubApi(browser.downloads, {
      download: async (options: Parameters<typeof download>[0]) => {
        controller.abort('cancelled');
        return download(options);
      },
    });
    await expect(save(request(controller.signal))).rejects.toBe('cancelled');
    expect(browser.downloads.cancel).toHaveBeenCalledWith(1);
  });

  describe('many files', () => {
    const pictures = (count: number, onAsked: () => Promise<void>) =>
      Array.from({ length: count }, (_, at) => ({ key: `job/save/${at}`, path: `a/${at}.jpg`, onAsked }));

    it('begin with one, and go on together when that was not asked about', async () => {
      const { save, request } = saver();
      outcomes = [{ state: 'in_progress' }, { state: 'in_progress' }, { state: 'in_progress' }];
      const onAsked = vi.fn(async () => undefined);
      const saving = pictures(3, onAsked).map((picture) => save({ ...request(), ...picture }));
      await expect.poll(() => listeners.length).toBe(1);
      expect(items).toHaveLength(1);
      const [first] = items;
      if (first) first.state = 'complete';
      for (const listener of listeners) listener({ id: 1 });
      await expect.poll(() => items.length).toBe(3);
      for (const item of items) item.state = 'complete';
      for (const id of [2, 3]) for (const listener of listeners) listener({ id });
      expect(await Promise.all(saving)).toHaveLength(3);
      expect(onAsked).not.toHaveBeenCalled();
    });

    it('open one window for the place and not one each', async () => {
      const { save, request } = saver();
      outcomes = [{ state: 'interrupted', error: 'USER_CANCELED', filename: '' }];
      let late: Promise<unknown> | undefined;
      const onAsked = vi.fn(async () => {
        // One more comes while the job is being paused.
        late = save({ ...request(), key: 'job/save/late', onAsked }).catch((thrown: unknown) => thrown);
        await new Promise((resolve) => setTimeout(resolve, 20));
      });
      const saving = pictures(3, onAsked).map((picture) => save({ ...request(), ...picture }));
      const ends = await Promise.allSettled(saving);
      expect(ends).toMatchObject(ends.map(() => ({ reason: { code: 'disk.asks_where' } })));
      expect(await late).toMatchObject({ code: 'disk.asks_where' });
      expect(items).toHaveLength(1);
      expect(onAsked).toHaveBeenCalledOnce();
    });
  });
});

describe('isNamed', () => {
  it.each([
    ['/home/x/Downloads/a/b_1.jpg', true],
    ['C:\\Users\\x\\Downloads\\a\\b_1.jpg', true],
    ['/home/x/Downloads/a/b_1 (2).jpg', true],
    ['/home/x/Downloads/b_1.jpg', false],
    ['/home/x/Downloads/a/b_1.jpeg', false],
    ['/home/x/Downloads/ba/b_1.jpg', false],
  ])('%s: %s', (saved, named) => expect(isNamed(saved, 'a/b_1.jpg')).toBe(named));

  it('takes decomposed letters of a file system for the same', () => {
    expect(isNamed(`/d/${'ё'.normalize('NFD')}.jpg`, 'ё.jpg')).toBe(true);
  });
});
