import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, healthAnswer } from '../lib/storage/companion-api';
import { readConfig } from './config';
import { createMultipart } from './multipart';
import { createPartPresigner, createPresigner } from './presign';
import { createStorageClient } from './storage-client';
import { describeAccess } from './testing/access-contract';
import { type Logged, type Running, read } from './testing/client';
import { startNode } from './testing/local-node';
import { put, startLocalR2 } from './testing/local-r2';
import { startWorker } from './testing/local-worker';
import { describeLog } from './testing/log-contract';
import { describeMultipart } from './testing/multipart-contract';
import { describeLook, describeLookRefusals } from './testing/picture-contract';
import { startPictureHost } from './testing/picture-host';
import { describePresign } from './testing/presign-contract';

const runtimes = [
  { name: 'Node', presignBatch: 1000, start: startNode },
  { name: 'workerd', presignBatch: 200, start: startWorker },
];

let storage: Awaited<ReturnType<typeof startLocalR2>>;
let pictures: Awaited<ReturnType<typeof startPictureHost>>;

beforeAll(async () => {
  storage = await startLocalR2();
  pictures = await startPictureHost();
});

afterAll(() => Promise.all([storage.stop(), pictures.stop()]));

describe.each(runtimes)('companion on $name', ({ presignBatch, start }) => {
  let companion: Logged;

  beforeAll(async () => {
    companion = await start(storage.environment);
  });

  afterAll(() => companion.stop());

  describeAccess(() => companion, presignBatch);
  describePresign(() => companion, presignBatch);
  describeLog(() => companion);
  describeMultipart(() => companion);
  describeLookRefusals(
    () => companion,
    () => pictures,
  );
});

describe.each(runtimes)('companion on $name that may look at this computer', ({ start }) => {
  let companion: Running;

  beforeAll(async () => {
    companion = await start({ ...storage.environment, ALLOW_PRIVATE_ADDRESSES: '1' });
  });

  afterAll(() => companion.stop());

  describeLook(
    () => companion,
    () => pictures,
  );
});

describe.each(runtimes)('companion on $name whose bucket is not there', ({ start }) => {
  it('says so in its health, without a reason for strangers', async () => {
    const companion = await start({ ...storage.environment, R2_BUCKET_NAME: 'no-such-bucket' });
    const { status, body } = await read(await fetch(`${companion.url}/api/v1/health`), healthAnswer);
    await companion.stop();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', plugins: [{ name: 'r2', enabled: true, healthy: false }] });
    expect(companion.lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'storage.unhealthy', kind: 'NoSuchBucket' }),
    );
  });
});

describe('companion on workerd with a bad configuration', () => {
  it('answers 500 with the variable, not with a value', async () => {
    const worker = await startWorker({ ...storage.environment, R2_BUCKET_NAME: '', API_TOKENS: 'u1:tooshort' });
    const { status, body } = await read(await fetch(`${worker.url}/api/v1/health`), failure);
    await worker.stop();
    expect(status).toBe(500);
    expect(body.code).toBe('companion.config');
    expect(body.error).toMatch(/R2_BUCKET_NAME.*API_TOKENS/);
    expect(body.error).not.toContain('tooshort');
  });
});

describe('expiry', () => {
  it('a URL works until its end and not after', async () => {
    const config = readConfig(storage.environment, { presignBatch: 1 });
    const madeBefore = (seconds: number) => ({ now: () => new Date(Date.now() - seconds * 1000) });
    const plan = { key: 'users/u1/x.jpg', contentType: 'image/jpeg' };
    const young = await createPresigner(config.storage, madeBefore(280))(plan);
    const old = await createPresigner(config.storage, madeBefore(302))(plan);
    expect(await put(young.upload_url, young.headers, 'x')).toBe(200);
    expect(await put(old.upload_url, old.headers, 'x')).toBe(403);
  });

  it('so does a URL of a part, and the upload goes on with a fresh one', async () => {
    const config = readConfig(storage.environment, { presignBatch: 1 });
    const multipart = createMultipart(createStorageClient(config.storage, { fetch, timeoutMs: 5000 }));
    const key = 'users/u1/large.jpg';
    const part = { key, uploadId: await multipart.create(key, 'image/jpeg'), part: 1, contentLength: 1 };
    const signedBefore = async (seconds: number, contentLength = 1) => {
      const sign = createPartPresigner(config.storage, { now: () => new Date(Date.now() - seconds * 1000) });
      return (await sign({ ...part, contentLength })).upload_url;
    };
    expect(await put(await signedBefore(902), {}, 'x')).toBe(403);
    expect(await put(await signedBefore(0, 2), {}, 'x')).toBe(403);
    expect(await put(await signedBefore(880), {}, 'x')).toBe(200);
    await multipart.abort(key, part.uploadId);
  });
});
