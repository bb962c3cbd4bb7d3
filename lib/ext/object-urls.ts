import { browser } from '#imports';
import { AppError } from '../core/app-error';
import type { FileSource } from '../pipeline/shelf';
import type { Database } from './db';
import { offscreenReply } from './offscreen-urls';
import { openSource } from './open-source';

const page = '/offscreen.html';

/** Addresses under which the browser's downloads can read what is kept here. */
export type ObjectUrls = { open(source: FileSource): Promise<string>; release(url: string): Promise<void> };

const isPageOpen = async () => (await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;

/** Where the background itself has `createObjectURL`: Firefox, whose background is a page. */
const directUrls = (db: Database): ObjectUrls => ({
  open: async (source) => URL.createObjectURL(await openSource(db, source)),
  release: async (url) => URL.revokeObjectURL(url),
});

/** A service worker cannot make such addresses, so Chromium's offscreen page does; it is open while one is in use. */
function offscreenUrls(): ObjectUrls {
  const inUse = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: there may be one page only, and it must not close while it is asked. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = turn.then(work);
    turn = run.catch(() => undefined);
    return run;
  };

  const ask = async (offscreen: object) => {
    const reply = offscreenReply.parse(await browser.runtime.sendMessage({ offscreen }));
    if ('error' in reply) throw new AppError(reply.error.code, { params: reply.error.params });
    return reply.url;
  };

  return {
    open: (source) =>
      inTurn(async () => {
        if (!(await isPageOpen()))
          await browser.offscreen.createDocument({
            url: page,
            reasons: ['BLOBS'],
            justification: 'Makes the address under which a finished archive or picture is saved to disk.',
          });
        try {
          const url = await ask({ open: source });
          inUse.add(url);
          return url;
        } finally {
          if (inUse.size === 0) await browser.offscreen.closeDocument();
        }
      }),

    release: (url) =>
      inTurn(async () => {
        inUse.delete(url);
        if (!(await isPageOpen())) return;
        if (inUse.size === 0) await browser.offscreen.closeDocument();
        else await ask({ release: url });
      }),
  };
}

/** The way to such addresses in this browser. */
export const createObjectUrls = (db: Database): ObjectUrls =>
  'createObjectURL' in URL ? directUrls(db) : offscreenUrls();
