import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPresigner } from './presign';
import { usualQuirks } from './settings';

type Signed = { method: string; path: string; query: [string, string][]; headers: [string, string][]; secret: string };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature V4 for a query, written from AWS's description ("Authenticating Requests: Using Query Parameters"). */
function referenceSignature({ method, path, query, headers, secret }: Signed): string {
  const values = new Map(query);
  const scope = (values.get('X-Amz-Credential') ?? '').split('/').slice(1);
  const encoded = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort();
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const names = headers.map(([name]) => name).join(';');
  const canonical = [method, path, encoded.join('&'), lines, names, 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const text = ['AWS4-HMAC-SHA256', values.get('X-Amz-Date'), scope.join('/'), digest].join('\n');
  return hmac(key, text).toString('hex');
}

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('Signature V4', () => {
  it('the reference gives the signature AWS publishes', () => {
    const signature = referenceSignature({
      method: 'GET',
      path: '/test.txt',
      query: [
        ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
        ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
        ['X-Amz-Date', '20130524T000000Z'],
        ['X-Amz-Expires', '86400'],
        ['X-Amz-SignedHeaders', 'host'],
      ],
      headers: [['host', 'examplebucket.s3.amazonaws.com']],
      secret,
    });
    expect(signature).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
  });

  it('our URL carries what the reference computes', async () => {
    const presign = createPresigner(
      {
        ...usualQuirks,
        name: 's3',
        displayName: 'S3',
        addressing: 'path',
        endpoint: 'https://s3.example.com:8443/base/path',
        region: 'us-east-1',
        bucket: 'images',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: secret,
        publicBase: 'https://img.example.com/shop',
      },
      { now: () => new Date('2013-05-24T00:00:00.900Z'), expirySeconds: 60 },
    );
    const plan = { key: "users/u1/Стол (1)!'*.jpg", contentType: 'image/jpeg', contentLength: 5, checksum: 'c2hh' };
    const upload = await presign(plan);
    const url = new URL(upload.upload_url);
    const name = '%D0%A1%D1%82%D0%BE%D0%BB%20%281%29%21%27%2A.jpg';
    expect(url.pathname).toBe(`/base/path/images/users/u1/${name}`);
    expect(upload.public_url).toBe(`https://img.example.com/shop/users/u1/${name}`);
    expect(upload.expires_at).toBe('2013-05-24T00:01:00.000Z');
    // Only what the client sets itself: a browser refuses host and length.
    expect(upload.headers).toEqual({ 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': 'c2hh' });
    const query = [...url.searchParams].filter(([parameter]) => parameter !== 'X-Amz-Signature');
    const headers: [string, string][] = [
      ['content-length', '5'],
      ['content-type', 'image/jpeg'],
      ['host', 's3.example.com:8443'],
      ['x-amz-checksum-sha256', 'c2hh'],
    ];
    const expected = referenceSignature({ method: 'PUT', path: url.pathname, query, headers, secret });
    expect(url.searchParams.get('X-Amz-Signature')).toBe(expected);
  });
});
