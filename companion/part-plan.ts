import { maxParts } from '../lib/storage/multipart-api';
import { invalidField } from './errors';

const mebibyte = 1024 * 1024;
/** Size of a part where nothing speaks against it (object-storage.md §7). */
const usualPartBytes = 8 * mebibyte;

/** How an upload is cut: R2 wants all parts but the last of one size. */
export type PartPlan = { partSize: number; count: number; sizeOf: (part: number) => number };

/** The one way an upload of this length is cut, so that it need not be kept anywhere. Throws 400 over the limit. */
export function planParts(contentLength: number, maxObjectBytes: number, minPartBytes: number): PartPlan {
  if (contentLength > maxObjectBytes) throw invalidField('content_length', `must be at most ${maxObjectBytes} bytes`);
  const needed = Math.ceil(contentLength / maxParts / mebibyte) * mebibyte;
  const partSize = Math.max(usualPartBytes, minPartBytes, needed);
  const count = Math.ceil(contentLength / partSize);
  return {
    partSize,
    count,
    sizeOf(part) {
      if (part > count) throw invalidField('part_numbers', `an upload of this length has ${count} parts`);
      return part < count ? partSize : contentLength - partSize * (count - 1);
    },
  };
}
