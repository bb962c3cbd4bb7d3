import { type Browser, browser } from '#imports';
import { AppError } from '../core/app-error';
import type { FileSaver } from '../pipeline/shelf';
import type { Database } from './db';
import { createFirstAlone } from './first-alone';
import type { ObjectUrls } from './object-urls';

/** A file without a name after this time has one being asked for. */
const askingMs = 4000;

type Download = Browser.downloads.DownloadItem;
type Request = Parameters<FileSaver['save']>[0];

/**
 * Saves by the browser's downloads. The address is written down before the download begins and is unlike any other, so
 * a download that outlived its worker is found again and not begun twice; and so is the end of it, because the bytes are
 * deleted after that and people clear the list of downloads.
 */
export function createFileSaver(db: Database, urls: ObjectUrls): FileSaver {
  /** A window for each of many files would be a storm, so the first of them shows whether there is one. */
  const first = createFirstAlone();

  async function earlier(url: string): Promise<Download | undefined> {
    const [item] = await browser.downloads.search({ url });
    if (item?.state !== 'interrupted') return item;
    // Otherwise what was written of it would stay beside the whole file.
    await browser.downloads.erase({ id: item.id });
    return undefined;
  }

  async function begin(url: string, { key, path, signal }: Request): Promise<number> {
    await db.saves.put({ key, url });
    signal.throwIfAborted();
    try {
      return await browser.downloads.download({ url, filename: path, conflictAction: 'uniquify', saveAs: false });
    } catch (thrown) {
      throw new AppError('disk.not_allowed', { cause: thrown, params: { path } });
    }
  }

  async function download(request: Request) {
    const { key, source, path, signal, onAsked } = request;
    const before = await db.saves.get(key);
    if (before?.saved) return before.saved;
    signal.throwIfAborted();
    const known = before && (await earlier(before.url));
    const url = before && known ? before.url : await urls.open(source);
    try {
      const item = await endOf(known?.id ?? (await begin(url, request)), signal, onAsked);
      if (item.state === 'interrupted' && onAsked && isAskedAndCancelled(item)) {
        await onAsked();
        throw asked();
      }
      if (item.state === 'interrupted') throw refusalOf(item.error ?? '', path);
      const saved = { path: item.filename, renamed: !isNamed(item.filename, path) };
      await db.saves.update(key, { saved });
      return saved;
    } finally {
      await urls.release(url);
    }
  }

  return {
    save: ({ onAsked, ...request }) => {
      if (!onAsked) return download(request);
      return first.run(async () => {
        let isAsked = false;
        const saved = await download({
          ...request,
          onAsked: async () => {
            isAsked = true;
            // What begins before the job is paused would open the next window.
            await onAsked();
            first.refuse(asked());
          },
        });
        if (!isAsked) first.passed();
        return saved;
      });
    },
  };
}

const asked = () => new AppError('disk.asks_where', { retry: { at: Date.now() } });

/** Cancelled before it had a name: in the window that asks for the place. */
const isAskedAndCancelled = ({ error, filename }: Download) => error === 'USER_CANCELED' && filename === '';

/** The download once it has ended, whichever way. A job that ends takes its downloads with it. */
function endOf(id: number, signal: AbortSignal, onAsked?: () => Promise<void>): Promise<Download> {
  return new Promise((resolve, reject) => {
    const look = async () => {
      const [item] = await browser.downloads.search({ id });
      if (!item) return fail(new AppError('disk.cancelled'));
      if (item.state === 'in_progress') return item;
      stop();
      resolve(item);
    };
    const changed = (delta: { id: number }) => void (delta.id === id && look().catch(fail));
    const cancel = () => {
      void browser.downloads.cancel(id).catch(() => undefined);
      fail(signal.reason);
    };
    const asking = setTimeout(() => {
      void look().then((item) => (item && item.filename === '' ? onAsked?.() : undefined), fail);
    }, askingMs);

    function stop() {
      clearTimeout(asking);
      browser.downloads.onChanged.removeListener(changed);
      signal.removeEventListener('abort', cancel);
    }
    function fail(reason: unknown) {
      stop();
      reject(reason);
    }

    browser.downloads.onChanged.addListener(changed);
    signal.addEventListener('abort', cancel);
    // It may have been cancelled while the download was begun.
    if (signal.aborted) cancel();
    else void look().catch(fail);
  });
}

/** Whether a file got the name asked for; a number in brackets is what the browser adds to a name that exists. */
export function isNamed(saved: string, asked: string): boolean {
  const plain = saved.replaceAll('\\', '/').normalize('NFC');
  const numbered = plain.replace(/ ?\(\d+\)(?=\.[^./]+$)/, '');
  return [plain, numbered].some((name) => `/${name}`.endsWith(`/${asked}`));
}

function refusalOf(reason: string, path: string): AppError {
  if (reason === 'USER_CANCELED') return new AppError('disk.cancelled');
  if (reason === 'FILE_NO_SPACE') return new AppError('disk.full');
  if (reason.startsWith('FILE_') && !/TRANSIENT|FAILED$/.test(reason))
    return new AppError('disk.not_allowed', { params: { path } });
  return new AppError('disk.interrupted', { retry: 'backoff', params: { reason } });
}
