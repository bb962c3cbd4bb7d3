import { AppError } from '../../lib/core/app-error';
import type { ErrorCode } from '../../lib/core/error-codes';
import { RequestError } from '../errors';

const faults: Partial<Record<ErrorCode, string>> = {
  'picture.not_url': 'is no address by http or https',
  'picture.insecure': 'must begin with https://',
  'picture.private_address': 'leads into a private network',
  'picture.redirects': 'leads on too often',
  'cdn.empty': 'nothing is there',
  'cdn.not_found': 'nothing is there',
  'cdn.not_image': 'is no picture',
  'cdn.refused': 'is not given to anyone who asks',
  'cdn.too_large': 'is too large',
};

/** What a failed way to a picture's address is to the one who gave it: 400 for the address, 502 and 504 for its host. */
export function sourceError(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const fault = faults[thrown.code];
  if (fault !== undefined) return new RequestError(400, thrown.code, `imageUrl: ${fault}`);
  return thrown.code === 'cdn.timeout'
    ? new RequestError(504, thrown.code, 'imageUrl: its host did not answer in time')
    : new RequestError(502, thrown.code, 'imageUrl: its host cannot be reached, or fails');
}
