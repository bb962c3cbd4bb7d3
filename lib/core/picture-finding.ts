import type { ErrorParams } from './app-error';
import type { ErrorCode } from './error-codes';
import type { PictureFinding } from './push';

/** The finding of a picture nobody needs to look at. */
export function unseenPicture(url: string): PictureFinding {
  return { url, width: null, height: null, bytes: null, problems: [] };
}

/** The finding of a picture that cannot be pushed for one reason, whatever else it is. */
export function blockedPicture(url: string, code: ErrorCode, params: ErrorParams = {}): PictureFinding {
  return { ...unseenPicture(url), problems: [{ reason: { code, params }, level: 'block' }] };
}

/** The finding of a picture nobody could look at: no reason to stop, since Ozon may see it. */
export function uncheckedPicture(url: string): PictureFinding {
  const reason = { code: 'picture.cannot_check' as const, params: {} };
  return { ...unseenPicture(url), problems: [{ reason, level: 'warn' }] };
}

/** The finding of a picture whose host gave no answer: it may answer Ozon all the same, as hosts do that serve Russia only. */
export const unansweredPicture = (url: string): PictureFinding => ({
  ...unseenPicture(url),
  problems: [{ reason: { code: 'picture.unreachable', params: {} }, level: 'warn' }],
});
