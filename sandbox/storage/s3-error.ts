import type { Fault } from '../faults';
import type { Answer } from '../tls/answer';

/** R2's refusals with their status and sentence (object-storage.md §2). */
const errors = {
  AccessDenied: [403, 'Access Denied.'],
  BadDigest: [400, 'The SHA-256 checksum you specified did not match what we received.'],
  ExpiredRequest: [403, 'Request has expired.'],
  IncompleteBody: [400, 'You did not provide the number of bytes specified by the Content-Length HTTP header.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Authorization'],
  InvalidDigest: [400, 'The checksum you specified is not valid.'],
  InvalidPart: [400, 'All non-trailing parts must have the same length.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'Not implemented.'],
  ServiceUnavailable: [503, 'Please reduce your request rate.'],
  SignatureDoesNotMatch: [403, 'The request signature we calculated does not match the signature you provided.'],
  TooManyRequests: [429, 'Reduce your concurrent request rate for the same object.'],
  Unauthorized: [401, 'Unauthorized'],
} as const;

export type S3ErrorCode = keyof typeof errors;

/** A refusal as R2 sends it: XML, and no CORS headers. */
export function s3Error(code: S3ErrorCode, headers: Record<string, string> = {}): Answer {
  const [status, message] = errors[code];
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** The same refusal as a fault to plan: `storage.faults.add({ match: 'users/7/', ...s3Fault('ExpiredRequest') })`. */
export function s3Fault(code: S3ErrorCode, headers: Record<string, string> = {}): Omit<Fault, 'match'> {
  const { status, headers: all = {}, body = '' } = s3Error(code, headers);
  return { kind: 'status', status, headers: all, body };
}
