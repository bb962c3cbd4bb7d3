import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure } from '../lib/storage/companion-api';
import { readConfig } from './config';
import { createPresigner } from './presign';
import { startCompanion } from './start';
import { describeAccess } from './testing/access-contract';
import { type Running, read } from './testing/client';
import { put, startLocalR2 } from './testing/local-r2';
import { startWorker } from './testing/local-worker';
import { describeLook, describeLookRefusals } from './testing/picture-contract';
import { startPictureHost } from './testing/picture-host';
import { describePresign } from './testing/presign-contract';

const runtimes = [
  { name: 'Node', presignBatch: 1000, start: (environment: object) => startCompanion(environment, { port: 0 }) },
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
  let companion: Running;

  beforeAll(async () => {
    companion = await start(storage.environment);
  });

  afterAll(() => companion.stop());

  describeAccess(() => companion, presignBatch);
  describePresign(() => companion, presignBatch);
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
});
