import { type Browser, browser } from '#imports';
import { AppError } from '../core/app-error';
import type { FileSaver, FileSource } from '../pipeline/shelf';
import type { Database } from './db';
import type { ObjectUrls } from './object-urls';

/** A file without a name after this time has one being asked for. */
const askingMs = 4000;

type Download = Browser.downloads.DownloadItem;

/**
 * Saves by the browser's downloads. The address is written down before the download begins and is unlike any other, so
 * a download that outlived its worker is found again and not begun twice.
 */
export function createFileSaver(db: Database, urls: ObjectUrls): FileSaver {
  async function earlier(key: string): Promise<Download | undefined> {
    const url = (await db.saves.get(key))?.url;
    const [item] = url === undefined ? [] : await browser.downloads.search({ url });
    return item && item.state !== 'interrupted' ? item : undefined;
  }

  async function begin(key: string, source: FileSource, path: string): Promise<number> {
    const url = await urls.open(source);
    await db.saves.put({ key, url });
    try {
      return await browser.downloads.download({ url, filename: path, conflictAction: 'uniquify', saveAs: false });
    } catch (thrown) {
      throw new AppError('disk.not_allowed', { cause: thrown, params: { path } });
    }
  }

  return {
    async save({ key, source, path, signal, onAsked }) {
      signal.throwIfAborted();
      try {
        const id = (await earlier(key))?.id ?? (await begin(key, source, path));
        const item = await endOf(id, signal, onAsked);
        if (item.state === 'interrupted' && onAsked && isAskedAndCancelled(item)) {
          await onAsked();
          throw new AppError('disk.asks_where', { retry: { at: Date.now() } });
        }
        if (item.state === 'interrupted') throw refusalOf(item.error ?? '', path);
        return { path: item.filename, renamed: !isNamed(item.filename, path) };
      } finally {
        const url = (await db.saves.get(key))?.url;
        if (url !== undefined) await urls.release(url);
      }
    },
  };
}

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
    void look().catch(fail);
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
