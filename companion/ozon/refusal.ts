import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorShape } from '../../lib/core/app-error';
import type { ErrorCode } from '../../lib/core/error-codes';
import { RequestError } from '../errors';

/** What a whole call is refused with, by the code of what went wrong: status and sentence. */
const known: Partial<Record<ErrorCode, [status: ContentfulStatusCode, sentence: string]>> = {
  'app.unexpected': [500, 'The companion failed unexpectedly.'],
  'companion.rate_limited': [429, "The limit of this user's uploads is used up."],
  'companion.timeout': [504, 'This did not come to its end in the time of one call.'],
  'ozon.bad_answer': [502, 'Ozon answered in a way that is not understood.'],
  'ozon.bad_client_id': [400, 'credential: Ozon does not accept this Client-Id.'],
  'ozon.circuit_open': [429, 'Ozon has closed this method for some minutes.'],
  'ozon.key_deactivated': [400, 'credential: this key was switched off at Ozon.'],
  'ozon.key_missing_role': [400, 'credential: this key may not call a method that is needed.'],
  'ozon.key_restricted': [400, "credential: this key does not work from the companion's address."],
  'ozon.key_unknown': [400, 'credential: Ozon does not know this key.'],
  'ozon.method_retired': [502, 'Ozon has switched off a method this version uses.'],
  'ozon.rate_limited': [429, "Ozon's limit is used up."],
  'ozon.refused': [502, 'Ozon refused the request.'],
  'ozon.server_error': [502, 'Ozon has a problem of its own.'],
  'ozon.timeout': [504, 'Ozon did not answer in time.'],
  'ozon.unreachable': [502, 'Ozon cannot be reached.'],
  'push.busy': [409, 'Another call is pushing to this card; ask again when it has ended.'],
  'push.changed_meanwhile': [409, "The card's pictures were changed meanwhile."],
  'push.no_product': [404, 'product_id: this store has no such product.'],
  'push.not_settled': [504, 'Ozon has taken the set and not said in time what came of it; look at the card.'],
  'push.not_sure': [504, 'Whether Ozon has taken the set is not known; look at the card before sending again.'],
  'push.ozon_failed': [502, 'Ozon could not take the set.'],
  'push.partly': [502, 'Ozon has taken a part of the set.'],
  'push.quota_used': [429, "Ozon's limit of product updates is used up."],
  'push.some_blocked': [400, 'The set was not sent; errors has what is wrong at which picture.'],
  'push.skipped': [409, 'Ozon saw no change: it knows these addresses. Changed pictures need new ones.'],
};

const isOzons = ({ code }: ErrorShape) => code.startsWith('ozon.');

/** Whether a reason speaks of the call as a whole and not of what was asked for. */
export const isAboutCall = (error: ErrorShape): boolean =>
  isOzons(error) || error.code === 'companion.rate_limited' || error.code === 'companion.timeout';

/** The refusal of a call; `waitMs`: how long until it is worth asking again. */
export function refusalOf(error: ErrorShape, waitMs?: number): RequestError {
  const [status, sentence] = known[error.code] ?? [isOzons(error) ? 502 : 400, `Refused: ${error.code}`];
  const minutes = typeof error.params.minutes === 'number' ? error.params.minutes * 60_000 : undefined;
  const wait = Math.max(1, Math.ceil((waitMs ?? minutes ?? 1000) / 1000));
  return new RequestError(status, error.code, sentence, status === 429 ? { 'Retry-After': String(wait) } : {});
}
