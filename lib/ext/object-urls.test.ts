import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browser } from '#imports';
import { jobId } from '../core/ids';
import { Database } from './db';
import { createObjectUrls } from './object-urls';
import { stubApi } from './testing/stub-api';

const job = jobId.parse('job');
const source = { job, seq: 0, n: 1 };

let opened = 0;

async function database() {
  opened += 1;
  const db = new Database(`urls-${opened}`);
  const blob = new Blob(['picture']);
  const about = { path: 'a.jpg', size: 7, sha256: '', contentType: 'image/jpeg', url: 'https://c/1' };
  await db.blobs.put({ ...about, jobId: job, seq: 0, n: 1, blob });
  return db;
}

describe('where the background is a page', () => {
  it('makes the address itself', async () => {
    const { open, release } = createObjectUrls(await database());
    const url = await open(source);
    expect(url).toMatch(/^blob:/);
    await release(url);
  });

  it('says that a picture is gone', async () => {
    const { open } = createObjectUrls(await database());
    await expect(open({ ...source, n: 2 })).rejects.toMatchObject({ code: 'disk.lost' });
  });
});

describe('where the background is a worker', () => {
  const { createObjectURL } = URL;
  let pages = 0;
  let made = 0;
  let created = 0;
  let released: string[] = [];

  beforeEach(() => {
    pages = made = created = 0;
    released = [];
    Reflect.deleteProperty(URL, 'createObjectURL');
    const runtime = {
      getContexts: async () => Array.from({ length: pages }),
      async sendMessage({ offscreen }: { offscreen: { open?: object; release?: string } }) {
        if (pages === 0) throw new Error('nobody listens');
        if (offscreen.release !== undefined) {
          released.push(offscreen.release);
          return { url: offscreen.release };
        }
        if (offscreen.open && 'n' in offscreen.open && offscreen.open.n === 2)
          return { error: { code: 'disk.lost', params: {} } };
        made += 1;
        return { url: `blob:${made}` };
      },
    };
    const offscreen = {
      async createDocument() {
        if (pages > 0) throw new Error('there may be one only');
        await Promise.resolve();
        pages += 1;
        created += 1;
      },
      async closeDocument() {
        pages -= 1;
      },
    };
    stubApi(browser.runtime, runtime);
    stubApi(browser, { offscreen });
  });
  afterEach(() => {
    Object.assign(URL, { createObjectURL });
  });

  it('opens one page for all, and closes it with the last address', async () => {
    const { open, release } = createObjectUrls(await database());
    const [first = '', second = ''] = await Promise.all([open(source), open(source)]);
    expect([first, second, created]).toEqual(['blob:1', 'blob:2', 1]);
    await release(first);
    expect([pages, released]).toEqual([1, ['blob:1']]);
    await release(second);
    expect(pages).toBe(0);
    expect(await open(source)).toBe('blob:3');
    expect(created).toBe(2);
  });

  it('closes a page that a worker before it left open', async () => {
    pages = 1;
    const { release } = createObjectUrls(await database());
    await release('blob:old');
    expect(pages).toBe(0);
  });

  it('passes on what the page could not open, and goes on', async () => {
    const { open } = createObjectUrls(await database());
    await expect(open({ ...source, n: 2 })).rejects.toMatchObject({ code: 'disk.lost' });
    expect(pages).toBe(0);
    expect(await open(source)).toBe('blob:1');
  });
});
