import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { newTaskRow } from '../core/task';
import { type BytePool, createBytePool } from '../net/byte-pool';
import type { Fetch } from '../net/request';
import type { HandlerContext } from '../queue/ports';
import type { PresignRequest } from '../storage/companion-api';
import { createObjectStorage } from '../storage/object-storage';
import { copyImageTask, createCopyImage } from './copy-image';
import { type KnownPictures, nothingKnown } from './known-pictures';

const job = jobId.parse('job');
const source = 'https://cdn1.ozone.ru/s3/multimedia-4/1.jpg';
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const upload = {
  upload_url: 'https://bucket.example/key?signature=1',
  public_url: 'https://public.example/key',
  headers: { 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': 'sum' },
  expires_at: '2026-11-20T12:00:00Z',
};
type More = Partial<Parameters<typeof copyImageTask>[1]>;
const taskOf = (url = source, more: More = {}) =>
  newTaskRow(copyImageTask(job, { seq: 3, article: 'а/б', n: 2, url, ...more }), job, 0);
const sha256 = createHash('sha256').update(jpeg).digest('base64');
const key = 'users/user-1/ozon/а~2Fб/а~2Fб_2.jpg';
const image = { key, publicUrl: upload.public_url, etag: '"e"', size: 7, sha256, contentType: 'image/jpeg' };
const remembered = { ...image, slot: 'users/user-1/ozon/а~2Fб/а~2Fб_2', place: 'here', source };

/** Memory that tells what is done with it; who looks at what was given back finds it changed. */
function notedPool(note: (what: string) => void): BytePool {
  const { take } = createBytePool();
  return {
    take(size) {
      note(`take ${size}`);
      return take(size);
    },
    give(bytes) {
      note('give');
      bytes.fill(0);
    },
  };
}

/** The way of one picture through a CDN and a storage that answer as told, and all that happened on it, in order. */
function wayOf(
  cdn: () => Response | Promise<Response>,
  put = () => new Response('', { headers: { etag: '"e"' } }),
  known: KnownPictures = nothingKnown,
  { pooled = false } = {},
) {
  const steps: { name: string; init?: RequestInit; item?: PresignRequest }[] = [];
  const fetch: Fetch = async (url, init) => {
    // Copied, as every `fetch` does.
    const body = init.body instanceof Uint8Array ? { body: init.body.slice() } : {};
    steps.push({ name: url === source ? 'get' : 'put', init: { ...init, ...body } });
    return url === source ? cdn() : put();
  };
  const presign = async (item: PresignRequest) => {
    steps.push({ name: 'presign', item });
    return upload;
  };
  const deps = { fetch, now: () => 5000, timeoutMs: () => 1000 };
  const place = async () => 'here';
  const cloud = async () => ({
    ...{ userId: 'user-1', presigner: { presign }, maxObjectBytes: 100, place, placeNow: place },
  });
  const pool = pooled && notedPool((name) => steps.push({ name }));
  const handler = createCopyImage({ ...deps, cloud, storage: createObjectStorage(deps), known, ...(pool && { pool }) });
  const copy = (signal = new AbortController().signal, more: More = {}) =>
    handler.run(taskOf(source, more), { signal, now: deps.now, connect: (run) => run() });
  return { steps, handler, copy };
}

describe('copy-image', () => {
  it('gets, presigns what it got, and puts the same bytes with the signed headers', async () => {
    const { steps, copy } = wayOf(() => new Response(jpeg));
    expect(await copy()).toEqual({
      output: image,
      changes: [{ seq: 3, succeeded: 1, bytes: 7 }],
      spawn: [],
      stored: [remembered],
    });
    // Signed once the bytes are known, not earlier: an address lives five minutes.
    expect(steps.map(({ name }) => name)).toEqual(['get', 'presign', 'put']);
    expect(steps[1]?.item).toEqual({
      r2_path: key,
      content_type: 'image/jpeg',
      content_length: 7,
      checksum_sha256: sha256,
    });
    expect(steps[2]?.init).toMatchObject({ method: 'PUT', body: jpeg, headers: upload.headers });
  });

  it('holds a connection for its two requests only, and lets the second go before others', async () => {
    const { steps, handler } = wayOf(() => new Response(jpeg));
    const connect: HandlerContext['connect'] = async (run, order = {}) => {
      steps.push({ name: order.next ? 'connect next' : 'connect' });
      const result = await run();
      steps.push({ name: 'free' });
      return result;
    };
    await handler.run(taskOf(), { signal: new AbortController().signal, now: () => 5000, connect });
    const way = ['connect', 'get', 'free', 'presign', 'connect next', 'put', 'free'];
    expect(steps.map(({ name }) => name)).toEqual(way);
  });

  it('gives its memory to other pictures once its bytes are on their way, and not before', async () => {
    const cdn = () => new Response(new Blob([jpeg]).stream(), { headers: { 'content-length': '7' } });
    const { steps, copy } = wayOf(cdn, undefined, nothingKnown, { pooled: true });
    await copy();
    expect(steps.map(({ name }) => name)).toEqual(['get', 'take 8', 'presign', 'put', 'give']);
    expect(steps[3]?.init?.body).toEqual(jpeg);
  });

  it('takes the type from the bytes, whatever the address and the header say', async () => {
    const png = new TextEncoder().encode('\u0000PNG\r\n\u001a\n');
    png[0] = 0x89;
    const { steps, copy } = wayOf(() => new Response(png, { headers: { 'content-type': 'image/jpeg' } }));
    await copy();
    expect(steps[1]?.item).toMatchObject({ content_type: 'image/png', r2_path: expect.stringMatching(/_2\.png$/) });
  });

  it('does not ask the CDN for WebP, which the marketplace does not take', async () => {
    const { steps, copy } = wayOf(() => new Response(jpeg));
    await copy();
    expect(new Headers(steps[0]?.init?.headers).get('accept')).not.toMatch(/webp|avif/);
  });

  it.each<[string, () => Response | Promise<Response>, string, unknown]>([
    ['HTML instead of a picture', () => new Response('<html>'), 'cdn.not_image', 'never'],
    ['an empty body', () => new Response(''), 'cdn.empty', 'backoff'],
    ['a cut body', () => new Response(jpeg, { headers: { 'content-length': '50' } }), 'cdn.cut', 'backoff'],
    ['too large a body', () => new Response(new Uint8Array(101)), 'cdn.too_large', 'never'],
    ['404', () => new Response('', { status: 404 }), 'cdn.not_found', 'never'],
    ['410', () => new Response('', { status: 410 }), 'cdn.not_found', 'never'],
    ['403', () => new Response('', { status: 403 }), 'cdn.refused', 'never'],
    ['429', () => new Response('', { status: 429 }), 'cdn.rate_limited', 'backoff'],
    [
      '429 with Retry-After',
      () => new Response('', { status: 429, headers: { 'Retry-After': '2' } }),
      'cdn.rate_limited',
      { at: 7000 },
    ],
    [
      '503 with Retry-After',
      () => new Response('', { status: 503, headers: { 'Retry-After': '2' } }),
      'cdn.server_error',
      { at: 7000 },
    ],
    ['500', () => new Response('', { status: 500 }), 'cdn.server_error', 'backoff'],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'cdn.unreachable', 'backoff'],
  ])('turns %s into its error, and stores nothing', async (_, cdn, code, retry) => {
    const { steps, copy } = wayOf(cdn);
    await expect(copy()).rejects.toMatchObject({ code, retry });
    expect(steps.map(({ name }) => name)).toEqual(['get']);
  });

  it('passes the refusal of the storage on', async () => {
    const put = () => new Response('<Code>AccessDenied</Code>', { status: 403 });
    await expect(wayOf(() => new Response(jpeg), put).copy()).rejects.toMatchObject({ code: 'storage.denied' });
  });

  it('ends with its job', async () => {
    await expect(wayOf(() => new Response(jpeg)).copy(AbortSignal.abort('cancelled'))).rejects.toBe('cancelled');
  });

  it('names its line even when the rest of its input is unusable', async () => {
    const { handler } = wayOf(() => new Response(jpeg));
    const error = { code: 'app.unexpected', params: {} } as const;
    const task = taskOf('//no-scheme/1.jpg');
    await expect(
      handler.run(task, { signal: new AbortController().signal, now: () => 0, connect: (run) => run() }),
    ).rejects.toThrow();
    expect(handler.onFailed(task, error)).toEqual([{ seq: 3, failed: 1, error }]);
  });
});

describe('what storage held before', () => {
  const { signal } = new AbortController();
  const older = {
    ...remembered,
    source: 'https://cdn1.ozone.ru/s3/multimedia-4/0.jpg',
    publicUrl: 'https://public/old',
  };

  it('is not sent again when the bytes are the same, and is known by the new address from then on', async () => {
    const { steps, copy } = wayOf(() => new Response(jpeg));
    expect(await copy(signal, { before: older })).toEqual({
      output: { ...image, publicUrl: 'https://public/old' },
      changes: [{ seq: 3, succeeded: 1, known: 1 }],
      spawn: [],
      stored: [{ ...older, source }],
    });
    expect(steps.map(({ name }) => name)).toEqual(['get']);
  });

  it.each([
    ['other bytes', { sha256: 'other' }],
    ['another storage', { place: 'there' }],
    ['another ending', { key: key.replace('.jpg', '.png') }],
  ])('is replaced when it is of %s', async (_, change) => {
    const { steps, copy } = wayOf(() => new Response(jpeg));
    expect(await copy(signal, { before: { ...older, ...change } })).toMatchObject({
      output: image,
      stored: [remembered],
    });
    expect(steps.map(({ name }) => name)).toEqual(['get', 'presign', 'put']);
  });

  it('is looked up by the copy itself when nobody could tell before', async () => {
    const { steps, copy } = wayOf(
      () => new Response(jpeg),
      undefined,
      async () => [remembered],
    );
    expect(await copy(signal, { unchecked: true })).toEqual({
      output: image,
      changes: [{ seq: 3, succeeded: 1, known: 1 }],
      spawn: [],
    });
    expect(steps).toEqual([]);
    await copy(signal);
    expect(steps).toHaveLength(3);
  });
});

describe('copyImageTask', () => {
  it('has ids that sort in the order of the list and of the pictures', () => {
    const places = [
      [2, 1],
      [2, 2],
      [2, 10],
      [10, 1],
      [100_000, 1],
    ] as const;
    const ids = places.map(([seq, n]) => copyImageTask(job, { seq, article: 'a', n, url: source }).id);
    expect(ids.toSorted()).toEqual(ids);
  });
});
