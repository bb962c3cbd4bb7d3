import { AppError } from '../core/app-error';
import { judgePicture } from '../core/judge-picture';
import { blockedPicture } from '../core/picture-finding';
import type { PictureFinding } from '../core/push';
import { type Fetch, request } from '../net/request';
import { readPicture } from './read-picture';

type Options = {
  fetch: Fetch;
  signal: AbortSignal;
  /** For the whole look, ms. */
  timeoutMs: number;
  /** A heavier file is a problem, and not read any further. */
  maxBytes: number;
};

/**
 * As a stranger without session or history would ask, once and without going on to another address: Ozon's servers get
 * the address as it stands, and where it leads tomorrow cannot be known.
 */
const init = {
  headers: { Accept: 'image/jpeg,image/png,*/*;q=0.5' },
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  redirect: 'manual',
} as const;

/**
 * Looks at one picture's address from outside, as Ozon will. Undefined when nothing could be seen: no connection, no
 * answer in time, or a browser that may not read another server's answer; these cannot be told apart there.
 */
export async function lookAtPicture(
  url: string,
  { fetch, signal, timeoutMs, maxBytes }: Options,
): Promise<PictureFinding | undefined> {
  const options = { peer: 'cdn', init, signal, timeoutMs } as const;
  try {
    return await request(fetch, url, options, (response) => findingOf(url, response, maxBytes));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return thrown.code.startsWith('picture.') ? blockedPicture(url, thrown.code, thrown.params) : undefined;
  }
}

async function findingOf(url: string, response: Response, maxBytes: number): Promise<PictureFinding> {
  if (isRedirect(response)) throw new AppError('picture.redirects');
  const { status, ok, headers } = response;
  if (!ok) throw new AppError(isLocked(status) ? 'picture.refused' : 'picture.unreachable', { params: { status } });
  const contentType = headers.get('content-type');
  const { type, size, bytes } = await readPicture(response, maxBytes);
  return {
    url,
    width: size?.width ?? null,
    height: size?.height ?? null,
    bytes,
    problems: judgePicture({ url, contentType, type, size, bytes }, maxBytes),
  };
}

/** Browsers hide the status of a redirect that is not followed; servers' runtimes show it. */
const isRedirect = ({ type, status }: Response) => type === 'opaqueredirect' || (status >= 300 && status < 400);
const isLocked = (status: number) => status === 401 || status === 403;
