import { imageTypes } from '../lib/core/image-type';
import { presignRequest } from '../lib/storage/companion-api';
import { invalidBy, invalidField, RequestError } from './errors';

/** One upload that may be signed: everything in it has been checked. */
export type UploadPlan = {
  key: string;
  contentType: string;
  contentLength?: number;
  checksum?: string;
  /** The upload must fail where an object exists. */
  writeOnce?: boolean;
};

const typesByExtension: ReadonlyMap<string, string> = new Map([
  ...Object.entries(imageTypes),
  ['jpeg', imageTypes.jpg],
]);
const allowedTypes: ReadonlySet<string> = new Set(Object.values(imageTypes));

/** S3's and R2's limit for a key, bytes of UTF-8 (object-storage.md §2). */
const maxKeyBytes = 1024;

/** Most keys: segments that begin with a letter, a digit or `_`. Nothing else about them can be wrong. */
const plainKey = /^(?:\w[\w.~-]*\/)*\w[\w.~-]*$/;

/**
 * Throws RequestError for a key this user may not write: 403 outside the own folder, else 400. URL parsers remove dot
 * segments, which breaks the signature everywhere, and a lone surrogate has no UTF-8 form.
 */
export function checkKey(key: string, userId: string): void {
  if (plainKey.test(key) && key.length <= maxKeyBytes && key.startsWith(`users/${userId}/`)) return;
  const segments = key.split('/');
  if (!key.startsWith(`users/${userId}/`) || segments.includes('..')) {
    throw new RequestError(403, 'companion.foreign_path', `r2_path: must lie under users/${userId}/`);
  }
  if (segments.includes('') || segments.includes('.')) throw invalidField('r2_path', 'has an empty or "." segment');
  if (/[\p{Cc}\p{Cs}\\]/u.test(key)) throw invalidField('r2_path', 'has a control character or a backslash');
  if (new TextEncoder().encode(key).length > maxKeyBytes) {
    throw invalidField('r2_path', `is longer than ${maxKeyBytes} bytes of UTF-8`);
  }
}

function contentTypeOf(key: string, asked: string | undefined): string {
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
  const type = asked?.toLowerCase() ?? typesByExtension.get(extension);
  if (type !== undefined && allowedTypes.has(type)) return type;
  throw invalidField('content_type', `must be one of ${[...allowedTypes].join(', ')}`);
}

/** A checksum as S3 wants it, in base64; people and programs often have hex. */
export function base64Of(checksum: string): string {
  if (checksum.length !== 64) return checksum;
  const bytes = checksum.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
}

/** What may be signed of one request by this user. Throws RequestError: 403 outside the user's folder, else 400. */
export function planUpload(request: unknown, userId: string, maxObjectBytes: number): UploadPlan {
  const parsed = presignRequest.safeParse(request);
  if (!parsed.success) throw invalidBy(parsed.error, 'item');
  const { r2_path: key, content_type, content_length, checksum_sha256, write_once } = parsed.data;
  checkKey(key, userId);
  if (content_length !== undefined && content_length > maxObjectBytes) {
    throw invalidField('content_length', `must be at most ${maxObjectBytes} bytes`);
  }
  return {
    key,
    contentType: contentTypeOf(key, content_type),
    ...(content_length !== undefined && { contentLength: content_length }),
    ...(checksum_sha256 !== undefined && { checksum: base64Of(checksum_sha256) }),
    ...(write_once && { writeOnce: true }),
  };
}
