import type { ErrorCode } from '../core/error-codes';
import { type Push, sameSet } from '../core/push';
import type { Card } from '../ozon/pictures-api';
import { failedPush } from './push-log';

/**
 * The push with the set its card has right now, ready to be sent; failed when that set is not what the seller decided
 * on, done when it is already the new one. After an import that may have been taken the old set is not replaced: a card
 * that differs from it shows that import.
 */
export function withSnapshot(push: Push, card: Card | undefined, now: number): Push {
  const fail = (code: Extract<ErrorCode, `push.${string}`>) => failedPush(push, { code, params: {} }, now);
  if (!card) return fail('push.no_product');
  if (card.offerId !== push.offerId) return fail('push.wrong_product');
  const { current, errorCodes } = card;
  if (push.sends > 0 && push.before)
    return sameSet(current, push.before)
      ? { ...push, state: 'ready' }
      : { ...push, state: 'confirming', importedAt: now };
  if (push.expected && !sameSet(push.expected, current)) return fail('push.changed_meanwhile');
  const kept: Push = { ...push, before: current, codesBefore: errorCodes };
  if (!sameSet(current, push.next)) return { ...kept, state: 'ready' };
  return { ...kept, state: 'done', after: current, settledAt: now, error: { code: 'push.same_set', params: {} } };
}
