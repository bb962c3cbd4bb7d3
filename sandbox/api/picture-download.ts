import sharp from 'sharp';
import { sniffImageType } from '../../lib/core/image-type';
import type { Received } from '../loopback-client';
import type { PictureFault } from './picture-error';

const smallest = 200;
const largest = { long: 7680, short: 4320 };
const mostBytes = 10 * 1024 * 1024;

export type Downloaded = { bytes: Buffer } | { code: PictureFault };

const timedOut = (thrown: unknown) => thrown instanceof Error && thrown.message === 'no answer in time';

async function judge({ status, body }: Received): Promise<Downloaded> {
  if (status !== 200) return { code: 'pics_http_error' };
  const type = sniffImageType(body)?.extension;
  if (type !== 'jpg' && type !== 'png') return { code: 'pics_cant_decode' };
  const size = await sharp(body)
    .metadata()
    .catch(() => undefined);
  if (!size || body.length > mostBytes) return { code: 'pics_cant_decode' };
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  const fits = short >= smallest && short <= largest.short && long <= largest.long;
  return fits ? { bytes: body } : { code: 'pics_invalid_dimensions' };
}

/**
 * Ozon's downloader: one GET without redirects, JPG or PNG of a size it takes (image-rules.md §2), at most 10 MB.
 * Addresses outside the sandbox, and plain HTTP, cannot be reached.
 */
export async function downloadPicture(url: string, send: (url: string) => Promise<Received>): Promise<Downloaded> {
  if (!url.startsWith('https:')) return { code: 'pics_http_error' };
  try {
    return await judge(await send(url));
  } catch (thrown) {
    return { code: timedOut(thrown) ? 'pics_reading_timeout' : 'pics_http_error' };
  }
}
