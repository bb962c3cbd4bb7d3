import { AppError, errorShapeOf } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';
import { type Push, type PushProblem, sameSet } from '../core/push';
import type { Card, ImportedItem, PictureError } from '../ozon/pictures-api';
import { pictureCodeOf } from './picture-codes';
import { giveUpMs } from './push-doubt';
import { failedPush } from './push-log';

/** How long a card may lag behind its settled import, ms; shorter where Ozon names what went wrong. */
const lagMs = { silent: 60_000, explained: 10_000 };

/** A push as its import task leaves it. `failed` is looked at on the card too: it means "loaded with errors". */
export function afterImport(push: Push, item: ImportedItem | undefined, now: number): Push {
  if (!item || item.status === 'pending')
    return now - (push.sentAt ?? now) < giveUpMs ? push : failedPush(push, errorOf('push.not_settled'), now);
  const problems = item.status === 'failed' ? item.codes.map(wholeProblem) : push.problems;
  const importStatus = item.status;
  return { ...push, state: 'confirming', importStatus, importedAt: now, problems };
}

/** A push compared with its card. Stays as it is while the card may still change by itself. */
export function confirmed(push: Push, card: Card | undefined, allErrors: PictureError[], now: number): Push {
  if (!card || !push.before) return failedPush(push, errorOf('push.no_product'), now);
  const errors = allErrors.filter(({ productId, url }) => productId === push.productId && isSent(push, url));
  const isRefused = push.importStatus === 'failed';
  const unchanged = sameSet(card.current, push.before);
  const isWhole = !unchanged && errors.length === 0 && countDistinct(card.current) === countDistinct(push.next);
  // Ozon knows an address by its text: the same one again is no change to it, whatever lies behind it now. After a second
  // send the first may still be under way, so that is waited for.
  const isSkipped = unchanged && push.importStatus === 'skipped' && push.sends === 1;
  const lag = errors.length > 0 || isRefused ? lagMs.explained : lagMs.silent;
  if (!isWhole && !isSkipped && now - (push.importedAt ?? now) < lag) return push;

  const problems = problemsOf(push, card, errors);
  const settled: Push = { ...push, after: card.current, problems, settledAt: now };
  if (isWhole && !isRefused) return { ...settled, state: 'done', error: null };
  return { ...settled, state: 'failed', error: errorOf(reasonOf(push, unchanged, problems)) };
}

function reasonOf({ importStatus }: Push, unchanged: boolean, problems: PushProblem[]): PushErrorCode {
  if (!unchanged) return 'push.partly';
  if (importStatus === 'skipped') return 'push.skipped';
  return importStatus === 'failed' || problems.length > 0 ? 'push.ozon_failed' : 'push.not_sure';
}

type PushErrorCode = Extract<ErrorCode, `push.${string}`>;
const errorOf = (code: PushErrorCode) => errorShapeOf(new AppError(code));

/** The same address twice becomes one picture. */
const countDistinct = ({ pictures, colour }: Push['next']) => new Set(pictures).size + (colour === null ? 0 : 1);

/** Errors of earlier pushes stay in Ozon's answers; those of a picture that was not sent say nothing now. */
const isSent = ({ next }: Push, url: string | null) =>
  url === null || next.pictures.includes(url) || next.colour === url;

/** What Ozon says of single pictures; where it says nothing, what it holds against the card since this push. */
function problemsOf(push: Push, card: Card, errors: PictureError[]): PushProblem[] {
  if (errors.length > 0) return errors.map((error) => problemOf(push, error));
  const known = push.importStatus === 'failed' ? push.problems : [];
  const fresh = card.errorCodes.filter((code) => !push.codesBefore.includes(code));
  return [...known, ...fresh.flatMap(cardProblem)];
}

const wholeProblem = (code: string): PushProblem => ({
  field: 'images',
  index: null,
  url: null,
  reason: { code: pictureCodeOf(code) ?? 'push.ozon_failed', params: { ozon: code } },
  level: 'block',
});

/** Only what is about pictures; a card may carry other complaints for years. */
const cardProblem = (code: string): PushProblem[] =>
  pictureCodeOf(code) ? [{ ...wholeProblem(code), level: 'warn' }] : [];

function problemOf({ next }: Push, { url, message }: PictureError): PushProblem {
  const index = url === null ? -1 : next.pictures.indexOf(url);
  const isColour = url !== null && index < 0 && url === next.colour;
  return {
    field: isColour ? 'color_image' : 'images',
    index: isColour ? 0 : index < 0 ? null : index,
    url,
    reason: { code: pictureCodeOf(message) ?? 'picture.not_loaded', params: {} },
    level: 'block',
  };
}
