import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jobId, storeId } from '../core/ids';
import { newTaskRow } from '../core/task';
import type { Fetch } from '../net/request';
import type { PresignRequest } from '../storage/companion-api';
import { createObjectStorage } from '../storage/object-storage';
import { planUpload } from './plan-upload';
import { createUploadFile, type KeptFile, uploadFileTask } from './upload-file';

const job = jobId.parse('job-1');
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const kept = (bytes: Uint8Array<ArrayBuffer>): KeptFile => ({ blob: new Blob([bytes]), sha256: sha256(bytes) });
const upload = {
  upload_url: 'https://bucket.example/key?signature=1',
  public_url: 'https://public.example/key',
  headers: { 'content-type': 'image/jpeg' },
  expires_at: '2026-11-20T12:00:00Z',
};
const task = newTaskRow(uploadFileTask(job, { seq: 3, article: 'а/б', n: 2 }), job, 0);

/** One upload of what was kept, and all that happened on its way. */
async function run(file: KeptFile | undefined, put: () => Response = () => new Response('')) {
  const asked: PresignRequest[] = [];
  const sent: unknown[] = [];
  const fetch: Fetch = async (_, { body }) => {
    sent.push(body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : body);
    return put();
  };
  const presign = async (item: PresignRequest) => {
    asked.push(item);
    return upload;
  };
  const place = async () => 'here';
  const cloud = async () => ({
    ...{ userId: 'u1', presigner: { presign }, maxObjectBytes: 100, place, placeNow: place },
  });
  const storage = createObjectStorage({ fetch, now: () => 0, timeoutMs: () => 1000 });
  const handler = createUploadFile({ cloud, storage, files: async () => file });
  const context = {
    signal: new AbortController().signal,
    now: () => 0,
    connect: <T>(work: () => Promise<T>) => work(),
  };
  const result = await handler.run(task, context).catch((thrown: unknown) => thrown);
  return { result, asked, sent, handler };
}

describe('upload-file', () => {
  it('sends what was kept to a key made of job and content', async () => {
    const { result, asked, sent } = await run(kept(jpeg));
    const key = `users/u1/jobs/job-1/а~2Fб_2-${hash(jpeg)}.jpg`;
    expect(asked).toEqual([
      { r2_path: key, content_type: 'image/jpeg', content_length: 7, checksum_sha256: sha256(jpeg) },
    ]);
    expect(sent).toEqual([jpeg]);
    expect(result).toEqual({
      output: {
        ...{ key, publicUrl: upload.public_url, etag: null, size: 7 },
        ...{ sha256: sha256(jpeg), contentType: 'image/jpeg' },
      },
      changes: [{ seq: 3, succeeded: 1, bytes: 7 }],
      spawn: [],
    });
  });

  it('goes by the bytes, and gives another picture another address', async () => {
    const [first, second] = [await run(kept(jpeg)), await run(kept(png))];
    expect(second.asked[0]).toMatchObject({ content_type: 'image/png' });
    expect(second.asked[0]?.r2_path).toMatch(/\.png$/);
    expect(first.asked[0]?.r2_path.split('-').at(-1)).not.toBe(second.asked[0]?.r2_path.split('-').at(-1));
  });

  it('says that a picture is lost when it or its bytes are gone', async () => {
    const gone = { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadable')) }) };
    const unreadable = { ...kept(jpeg), blob: Object.assign(new Blob([]), gone) };
    for (const file of [undefined, unreadable, kept(new Uint8Array([60, 104]))]) {
      const { result, sent } = await run(file);
      expect(result).toMatchObject({ code: 'file.lost' });
      expect(sent).toEqual([]);
    }
  });

  it('passes on what storage says, and counts a failure at its line', async () => {
    const { result, handler } = await run(kept(jpeg), () => new Response('', { status: 503 }));
    expect(result).toMatchObject({ code: 'storage.server_error', retry: 'backoff' });
    const error = { code: 'storage.denied', params: {} } as const;
    expect(handler.onFailed(task, error)).toEqual([{ seq: 3, failed: 1, error }]);
  });
});

describe('planUpload', () => {
  it('makes a line per product, a task per picture, and counts both', () => {
    const line = (offerId: string, pictures: number) => ({
      article: offerId,
      productId: '7',
      offerId,
      sku: null,
      pictures,
    });
    const request = { storeId: storeId.parse('s'), field: 'offer_id', lines: [line('A', 2), line('B', 1)] } as const;
    const { job: row, items, tasks } = planUpload(job, { ...request, lines: [...request.lines] }, 5);
    expect(row).toMatchObject({
      destination: 'upload',
      totalArticles: 2,
      totalImages: 3,
      openTasks: 3,
      status: 'pending',
    });
    expect(items.map(({ seq, totalImages, status }) => [seq, totalImages, status])).toEqual([
      [0, 2, 'processing'],
      [1, 1, 'processing'],
    ]);
    expect(tasks.map(({ id, kind }) => `${kind} ${id.split('/').slice(2).join(' ')}`)).toEqual([
      'upload-file 0000000 001',
      'upload-file 0000000 002',
      'upload-file 0000001 001',
    ]);
    expect(tasks[2]?.input).toEqual({ seq: 1, article: 'B', n: 1 });
  });
});
