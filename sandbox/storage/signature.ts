import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SandboxRequest } from '../tls/request';
import { credentials } from './bucket';
import type { S3ErrorCode } from './s3-error';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The request as AWS Signature Version 4 writes it down for a presigned address. */
function canonicalRequest({ method, target, path, host, headers }: SandboxRequest, signedHeaders: string): string {
  const pairs = target.slice(path.length + 1).split('&');
  const query = pairs.filter((pair) => !pair.startsWith('X-Amz-Signature=')).sort();
  const lines = signedHeaders.split(';').map((name) => {
    const value = name === 'host' ? host : String(headers[name] ?? '');
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [method, path, query.join('&'), lines.join(''), signedHeaders, 'UNSIGNED-PAYLOAD'].join('\n');
}

function signatureOf(request: SandboxRequest, scope: string[], date: string, signedHeaders: string): Buffer {
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonicalRequest(request, signedHeaders))];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, text.join('\n'));
}

/** `20260514T082133Z` as milliseconds since 1970; NaN when it is none. */
const instantOf = (date: string) =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Judges a presigned address; undefined when it is good. The codes are R2's (object-storage.md §2). */
export function refuseSignature(request: SandboxRequest, now: () => number = Date.now): S3ErrorCode | undefined {
  const given = (name: string) => request.query.get(`X-Amz-${name}`) ?? '';
  const [accessKeyId, ...scope] = given('Credential').split('/');
  const [date, expires] = [given('Date'), Number(given('Expires'))];
  if (given('Algorithm') !== 'AWS4-HMAC-SHA256' || scope.length !== 4) return 'InvalidArgument';
  if (accessKeyId !== credentials.accessKeyId) return 'Unauthorized';
  const end = instantOf(date) + expires * 1000;
  if (!(expires >= 1 && expires <= 604_800) || Number.isNaN(end)) return 'InvalidArgument';
  if (end < now()) return 'ExpiredRequest';
  const expected = signatureOf(request, scope, date, given('SignedHeaders'));
  const actual = Buffer.from(given('Signature'), 'hex');
  const same = actual.length === expected.length && timingSafeEqual(actual, expected);
  return same ? undefined : 'SignatureDoesNotMatch';
}
