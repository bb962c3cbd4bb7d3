import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLoopbackClient, type Sent } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { credentials } from './bucket';
import { s3Fault } from './s3-error';

// The same suite for both buckets: what the fast one accepts, the strict one must accept too, and the other way round.
describe.each(['miniflare', 'disk'] as const)('%s bucket', (bucket) => {
  let sandbox: Sandbox;
  let clock = 0;
  let client: ReturnType<typeof createLoopbackClient>;

  beforeAll(async () => {
    sandbox = await startSandbox({ stores: [], bucket, now: () => clock });
    client = createLoopbackClient(sandbox.ports);
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.storage.clear());

  const sha256Of = (body: Buffer, form: 'base64' | 'hex') => createHash('sha256').update(body).digest(form);

  /** Signs as the companion does: content type, length and checksum stay headers and are covered (object-storage.md §3). */
  async function signPut(Key: string, body: Buffer, secretAccessKey = credentials.secretAccessKey) {
    const { R2_ENDPOINT_URL = '', R2_BUCKET_NAME: Bucket } = sandbox.storage.environment;
    const s3 = new S3Client({
      ...{ endpoint: R2_ENDPOINT_URL, region: 'auto', forcePathStyle: true },
      ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
      credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey },
    });
    const ChecksumSHA256 = sha256Of(body, 'base64');
    const content = { ContentType: 'image/jpeg', ContentLength: body.length, ChecksumSHA256 };
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, ...content }), {
      expiresIn: 300,
      signableHeaders: new Set(['content-type']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    return { url, headers: { 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': ChecksumSHA256 } };
  }

  async function put(key: string, body: Buffer, changes: Sent = {}) {
    const { url, headers } = await signPut(key, body);
    return client.send(url, { method: 'PUT', body, ...changes, headers: { ...headers, ...changes.headers } });
  }

  const picture = Buffer.from([0xff, 0xd8, 0xff, ...Buffer.alloc(5000, 7)]);
  const key = 'users/7/ozon/Кружка~20+1/a%b(1)_1.jpg';
  const publicUrl = (of: string) => `https://images.sandbox.test/${of.split('/').map(encodeURIComponent).join('/')}`;

  describe.each(['h1', 'h2'] as const)('round trip over %s', (protocol) => {
    test('presigned PUT with a browser origin, then public GET and HEAD', async () => {
      const answer = await put(key, picture, { protocol, headers: { origin: 'chrome-extension://abc' } });
      expect([answer.status, answer.headers.etag]).toEqual([
        200,
        `"${createHash('md5').update(picture).digest('hex')}"`,
      ]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      const sha256 = sha256Of(picture, 'hex');
      expect(await sandbox.storage.objects()).toEqual([
        { key, size: picture.length, contentType: 'image/jpeg', sha256 },
      ]);
      const read = await client.send(publicUrl(key), { protocol });
      expect(read.body.equals(picture)).toBe(true);
      expect(read.headers).toMatchObject({ 'content-type': 'image/jpeg', 'access-control-allow-origin': '*' });
      const head = await client.send(publicUrl(key), { protocol, method: 'HEAD' });
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expect(sandbox.storage.requests.at(-1)).toMatchObject({ method: 'PUT', key, status: 200, bytes: 5003, protocol });
    });

    test('a body that breaks off is not stored', async () => {
      await expect(put(key, picture, { protocol, cutAfter: 2000 })).rejects.toThrow();
      expect(await sandbox.storage.objects()).toEqual([]);
      expect(sandbox.storage.requests).toEqual([]);
    });
  });

  test('the public address knows GET and HEAD only, and 404', async () => {
    expect((await client.send(publicUrl('users/7/none.jpg'))).status).toBe(404);
    expect((await client.send(publicUrl(key), { method: 'PUT', body: 'x' })).status).toBe(405);
  });

  describe('refusals', () => {
    const codeOf = ({ status, body }: { status: number; body: Buffer }) => [
      status,
      /<Code>(\w+)<\/Code>/.exec(body.toString())?.[1],
    ];

    test('unsigned', async () => {
      const { url, headers } = await signPut(key, picture);
      const bare = url.split('?')[0] ?? '';
      expect(codeOf(await client.send(bare, { method: 'PUT', body: picture, headers }))).toEqual([
        400,
        'InvalidArgument',
      ]);
    });

    test('signed with another secret, for another type or for another key', async () => {
      const { url, headers } = await signPut(key, picture, 'another-secret');
      const expected = [403, 'SignatureDoesNotMatch'];
      expect(codeOf(await client.send(url, { method: 'PUT', body: picture, headers }))).toEqual(expected);
      expect(codeOf(await put(key, picture, { headers: { 'content-type': 'text/html' } }))).toEqual(expected);
      const moved = (await signPut(key, picture)).url.replace('/users/7/', '/users/8/');
      expect(codeOf(await client.send(moved, { method: 'PUT', body: picture, headers }))).toEqual(expected);
      expect(await sandbox.storage.objects()).toEqual([]);
    });

    test('a body that is not what the checksum promises: BadDigest, nothing stored', async () => {
      const other = Buffer.from(picture);
      other[100] = 1;
      expect(codeOf(await put(key, picture, { body: other }))).toEqual([400, 'BadDigest']);
      expect(await sandbox.storage.objects()).toEqual([]);
    });

    test('a second write of a key within a second: 429 with Retry-After; other keys are free; later it works', async () => {
      expect((await put(key, picture)).status).toBe(200);
      const second = await put(key, picture);
      expect(codeOf(second)).toEqual([429, 'TooManyRequests']);
      expect(second.headers['retry-after']).toBe('1');
      expect((await put('users/7/other.jpg', picture)).status).toBe(200);
      clock += 1000;
      expect((await put(key, picture)).status).toBe(200);
    });

    test('of ten writes of a key at once one wins', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => put(key, picture)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    test('a refused write does not count as one', async () => {
      const { url, headers } = await signPut(key, picture, 'another-secret');
      await client.send(url, { method: 'PUT', body: picture, headers });
      expect((await put(key, picture)).status).toBe(200);
    });

    test('a preflight is refused without CORS headers', async () => {
      const { url } = await signPut(key, picture);
      const answer = await client.send(url, { method: 'OPTIONS', headers: { origin: 'https://seller.ozon.ru' } });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).join()).not.toContain('access-control');
    });

    test.each(['ExpiredRequest', 'NoSuchBucket', 'ServiceUnavailable'] as const)('planned: %s', async (code) => {
      const fault = s3Fault(code);
      sandbox.storage.faults.add({ match: ({ method }) => method === 'PUT', ...fault, times: 1 });
      expect(codeOf(await put(key, picture))).toEqual([fault.status, code]);
      expect((await put(key, picture)).status).toBe(200);
    });
  });

  test('lost: stored, but the answer breaks off', async () => {
    sandbox.storage.faults.add({ match: '.jpg', kind: 'lost', times: 1 });
    await expect(put(key, picture)).rejects.toThrow('NGHTTP2_INTERNAL_ERROR');
    expect(await sandbox.storage.objects()).toHaveLength(1);
  });

  test('many puts and refusals mixed on kept connections: every good one is stored', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const { url, headers } = await signPut(`users/7/${at}.jpg`, picture, at % 2 ? 'another-secret' : undefined);
        return client.send(url, { method: 'PUT', body: picture, headers });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, at) => (at % 2 ? 403 : 200)));
    expect(await sandbox.storage.objects()).toHaveLength(30);
  });

  test('no log line holds a signature', async () => {
    await put(key, picture);
    expect(JSON.stringify(sandbox.storage.requests)).not.toMatch(/Signature|Credential/);
  });
});
