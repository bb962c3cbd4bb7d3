import { describe, expect, it } from 'vitest';
import type { Fetch } from '../net/request';
import { createObjectStorage } from './object-storage';

const now = 5000;
const { signal } = new AbortController();
const upload = {
  upload_url: 'https://bucket.example/key?X-Amz-Signature=secret',
  public_url: 'https://public.example/key',
  headers: { 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': 'sum' },
  expires_at: '2026-11-20T12:00:00Z',
};
const body = new Uint8Array([1, 2, 3]);

function put(response: Response, sent: { url: string; init: RequestInit }[] = []) {
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    return response;
  };
  return createObjectStorage({ fetch, now: () => now, timeoutMs: () => 1000 }).put(upload, body, signal);
}

const refusal = (code: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>m</Message></Error>`;

describe('put', () => {
  it('sends the bytes with exactly the signed headers, and gives the ETag', async () => {
    const sent: { url: string; init: RequestInit }[] = [];
    expect(await put(new Response('', { headers: { etag: '"1"' } }), sent)).toEqual({ etag: '"1"' });
    expect(sent).toMatchObject([{ url: upload.upload_url, init: { method: 'PUT', body, headers: upload.headers } }]);
    expect(Object.keys(sent[0]?.init.headers ?? {})).toEqual(Object.keys(upload.headers));
  });

  it.each([
    [401, 'Unauthorized', 'storage.denied', 'never'],
    [403, 'InvalidAccessKeyId', 'storage.denied', 'never'],
    [403, 'AccessDenied', 'storage.denied', 'never'],
    [403, 'NotEntitled', 'storage.denied', 'never'],
    [403, 'SignatureDoesNotMatch', 'storage.signature', 'never'],
    // An expired address says nothing against the picture; its status has changed over time.
    [403, 'ExpiredRequest', 'storage.expired', { at: now }],
    [400, 'ExpiredRequest', 'storage.expired', { at: now }],
    [403, 'RequestTimeTooSkewed', 'storage.expired', { at: now }],
    [400, 'BadDigest', 'storage.damaged', 'backoff'],
    [400, 'IncompleteBody', 'storage.unreachable', 'backoff'],
    [400, 'ClientDisconnect', 'storage.unreachable', 'backoff'],
    [404, 'NoSuchBucket', 'storage.bucket_missing', 'never'],
    [501, 'NotImplemented', 'storage.refused', 'never'],
    [400, 'InvalidDigest', 'storage.refused', 'never'],
    [400, 'constructor', 'storage.refused', 'never'],
    [429, 'TooManyRequests', 'storage.rate_limited', 'backoff'],
    [500, 'InternalError', 'storage.server_error', 'backoff'],
    [503, 'ServiceUnavailable', 'storage.server_error', 'backoff'],
  ])('%d %s is %s', async (status, name, code, retry) => {
    await expect(put(new Response(refusal(name), { status }))).rejects.toMatchObject({ code, retry });
  });

  it.each([429, 503])('obeys Retry-After of a %d', async (status) => {
    await expect(put(new Response('', { status, headers: { 'Retry-After': '2' } }))).rejects.toMatchObject({
      retry: { at: now + 2000 },
    });
  });

  it('repeats nothing of the address or the answer in its error', async () => {
    const answer = `${refusal('SignatureDoesNotMatch')}<StringToSign>secret</StringToSign>`;
    const error: unknown = await put(new Response(answer, { status: 403 })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'storage.signature', params: { status: 403, name: 'SignatureDoesNotMatch' } });
    expect(`${error}${JSON.stringify(error)}`).not.toContain('secret');
  });
});
