import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CreateBucketCommand, PutBucketCorsCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failure } from '../lib/storage/companion-api';
import {
  multipartAbortAnswer,
  multipartCompleteAnswer,
  multipartCreateAnswer,
  multipartListAnswer,
  multipartSignAnswer,
} from '../lib/storage/multipart-api';
import { readConfig } from './config';
import { createPartPresigner, createPresigner } from './presign';
import { type Logged, post, presignOne, type Running, read } from './testing/client';
import { jsonBlocksOf } from './testing/json-blocks';
import { startNode } from './testing/local-node';
import { put, token } from './testing/local-r2';
import { startWorker } from './testing/local-worker';
import { describeStorageTerms } from './testing/presign-contract';
import { startRadosgw } from './testing/radosgw';

const origin = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
const runtimes = [
  { name: 'Node', start: startNode },
  { name: 'workerd', start: startWorker },
];

let gateway: Awaited<ReturnType<typeof startRadosgw>>;
let environment: Record<string, string>;

/** The rules of docs/companion.md for storages that speak S3's own form. */
const corsRules = z.object({
  CORSRules: z.array(z.looseObject({ AllowedMethods: z.array(z.string()), AllowedOrigins: z.array(z.string()) })),
});
const documented = jsonBlocksOf(readFileSync(new URL('../docs/companion.md', import.meta.url), 'utf8'))
  .map((value) => corsRules.safeParse(value).data)
  .find((rules) => rules !== undefined);

async function prepare({ S3_ENDPOINT_URL: endpoint = '', ...keys }: Record<string, string>) {
  const credentials = { accessKeyId: keys.S3_ACCESS_KEY_ID ?? '', secretAccessKey: keys.S3_SECRET_ACCESS_KEY ?? '' };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const Bucket = 'images';
  const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::images/*' };
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [everybody] }) }),
  );
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: documented }));
  client.destroy();
}

beforeAll(async () => {
  gateway = await startRadosgw();
  environment = { ...gateway.environment, API_TOKENS: `u1:${token}` };
  await prepare(gateway.environment);
});

afterAll(() => gateway?.stop());

const mebibyte = 1024 * 1024;
const content_length = 17 * mebibyte + 5;
const whole = Buffer.alloc(content_length, 'a picture in parts ');
const checksum_sha256 = createHash('sha256').update(whole).digest('base64');
const r2_path = 'users/u1/jobs/j1/Большой файл.png';

function describeResume(running: () => Running) {
  const ask = async <S extends z.ZodType>(path: string, body: object, schema: S) =>
    (await read(await post(running(), `multipart${path}`, { r2_path, ...body }), schema)).body;
  const sign = async (upload_id: string, part_numbers: number[]) =>
    (await ask('/parts', { upload_id, content_length, part_numbers }, multipartSignAnswer)).parts;
  const list = async (upload_id: string) => (await ask('/list', { upload_id }, multipartListAnswer)).parts;
  const bytesOf = (part: number, length: number) =>
    whole.subarray((part - 1) * 8 * mebibyte, (part - 1) * 8 * mebibyte + length);

  it('goes on with what ListParts does not name, after the addresses have expired', async () => {
    const content = { content_length, checksum_sha256 };
    const { upload_id, public_url } = await ask('', content, multipartCreateAnswer);
    expect(await list(upload_id)).toEqual([]);
    const [second] = await sign(upload_id, [2]);
    expect(await put(second?.upload_url ?? '', {}, bytesOf(2, 8 * mebibyte))).toBe(200);
    expect(await list(upload_id)).toEqual([{ part_number: 2, size: 8 * mebibyte, etag: expect.any(String) }]);

    const { storage } = readConfig(environment, { presignBatch: 1 });
    const old = createPartPresigner(storage, { now: () => new Date(Date.now() - 901_000) });
    // The smallest part: a refusal may cut the connection of whoever still writes.
    const contentLength = mebibyte + 5;
    const expired = await old({ key: r2_path, uploadId: upload_id, part: 3, contentLength });
    expect(await put(expired.upload_url, {}, bytesOf(3, contentLength))).toBe(403);

    const there = new Set((await list(upload_id)).map(({ part_number }) => part_number));
    for (const part of await sign(
      upload_id,
      [1, 2, 3].filter((n) => !there.has(n)),
    )) {
      expect(await put(part.upload_url, {}, bytesOf(part.part_number, part.content_length))).toBe(200);
    }
    // Without told parts: what the storage lists is what the object is made of.
    const complete = () => ask('/complete', { upload_id, ...content }, multipartCompleteAnswer);
    await complete();
    // Once more, as after an answer that was lost.
    expect(await complete()).toMatchObject({ public_url, etag: expect.stringMatching(/-3"$/) });
    const stored = await fetch(public_url);
    expect(stored.headers.get('content-type')).toBe('image/png');
    expect(whole.equals(Buffer.from(await stored.arrayBuffer()))).toBe(true);
  });

  it('takes no part of another length, number or upload, and none once aborted', async () => {
    const { upload_id } = await ask('', { content_length }, multipartCreateAnswer);
    const [last] = await sign(upload_id, [3]);
    const { upload_url: url = '', content_length: length = 0 } = last ?? {};
    const bytes = bytesOf(3, length);
    expect(await put(url, {}, 'x')).toBe(403);
    expect(await put(url.replace('partNumber=3', 'partNumber=2'), {}, bytes)).toBe(403);
    expect(await put(url.replace(encodeURIComponent(upload_id), `${encodeURIComponent(upload_id)}x`), {}, bytes)).toBe(
      403,
    );
    await ask('/abort', { upload_id }, multipartAbortAnswer);
    expect(await put(url, {}, bytes)).toBe(404);
    const gone = await read(await post(running(), 'multipart/list', { r2_path, upload_id }), failure);
    expect([gone.status, gone.body.error.split(':')[0]]).toEqual([404, 'upload_id']);
  });
}

function describeRules(running: () => Running) {
  it('lets any extension send what is signed, by the rules of the docs', async () => {
    const upload = await presignOne(running(), {
      r2_path: 'users/u1/cors.jpg',
      write_once: true,
      checksum_sha256: '0'.repeat(64),
    });
    const asked = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': Object.keys(upload.headers).join(','),
    };
    const preflight = await fetch(upload.upload_url, { method: 'OPTIONS', headers: asked });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([200, 'PUT']);
    expect(['*', origin]).toContain(preflight.headers.get('access-control-allow-origin'));
    const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/) ?? [];
    expect(Object.keys(upload.headers).filter((name) => !allowed.includes(name))).toEqual([]);

    const plain = await presignOne(running(), { r2_path: 'users/u1/cors.jpg' });
    const sent = await fetch(plain.upload_url, { method: 'PUT', headers: { ...plain.headers, origin }, body: 'x' });
    expect([sent.status, sent.headers.get('access-control-expose-headers')?.toLowerCase()]).toEqual([200, 'etag']);
  });

  it('lets nobody delete from a page', async () => {
    const upload = await presignOne(running(), { r2_path: 'users/u1/cors.jpg' });
    const asked = { origin, 'access-control-request-method': 'DELETE' };
    const preflight = await fetch(upload.upload_url, { method: 'OPTIONS', headers: asked });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
}

describe.each(runtimes)('Ceph judges what the companion on $name signs', ({ start }) => {
  let companion: Logged;

  beforeAll(async () => {
    companion = await start(environment);
  });

  afterAll(() => companion?.stop());

  describeStorageTerms(() => companion);
  describe('an interrupted upload', () => describeResume(() => companion));
  describe('CORS', () => describeRules(() => companion));
});

describe('a signed address', () => {
  it('works until its end and not after, and writes once where it says so', async () => {
    const { storage } = readConfig(environment, { presignBatch: 1 });
    const madeBefore = (seconds: number) => ({ now: () => new Date(Date.now() - seconds * 1000) });
    const plan = { key: 'users/u1/old.jpg', contentType: 'image/jpeg' };
    const young = await createPresigner(storage, madeBefore(280))(plan);
    const old = await createPresigner(storage, madeBefore(302))(plan);
    expect(await put(young.upload_url, young.headers, 'x')).toBe(200);
    expect(await put(old.upload_url, old.headers, 'x')).toBe(403);
    const once = await createPresigner(storage)({ ...plan, writeOnce: true });
    expect(await put(once.upload_url, once.headers, 'y')).toBe(412);
  });
});
