import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/net/request';
import { jpegOf } from '../../lib/pipeline/testing/pictures';
import type { OzonDownloadRequest } from '../../lib/storage/ozon-api';
import { RequestError } from '../errors';
import type { TakeQuota } from '../quota';
import { createDownload, type DownloadDeps } from './download';

const silent: Fetch = (_, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
/** All pictures come but the first. */
const firstSilent: Fetch = (url, init) =>
  url.endsWith('0.jpg') ? silent(url, init) : Promise.resolve(new Response(jpegOf(1, 1)));
const images = Array.from({ length: 5 }, (_, n) => `https://cdn1.ozone.ru/s3/multimedia-1/${n}.jpg`);
const card = { id: 1, offer_id: 'A1', images };
const credential = { client_id: 1, api_key: 'the-key' };
const call: OzonDownloadRequest = { credential, articles: ['A1'], field: 'offer_id', download_images: true };

function download(changes: Partial<DownloadDeps> = {}) {
  return createDownload({
    config: { maxObjectBytes: 1000, ozonUrl: 'https://api-seller.ozon.ru' },
    fetchOzon: async () => Response.json({ items: [card] }),
    fetchPublic: async () => new Response(jpegOf(10, 10)),
    fetchStorage: async () => new Response(null),
    presign: async ({ key }) => ({
      ...{ upload_url: `https://r2.example.com/${key}`, public_url: `https://img.example.com/${key}` },
      ...{ headers: {}, expires_at: new Date().toISOString() },
    }),
    take: async () => {},
    now: Date.now,
    times: { callMs: 400, requestMs: 100 },
    ...changes,
  })('u1', call);
}

/** A limit of so many pictures. */
const limitOf = (pictures: number, wait: number): TakeQuota => {
  let left = pictures;
  return async (_, { objects, bytes }) => {
    expect([objects, bytes > 0]).toEqual([1, true]);
    left -= objects;
    if (left < 0) throw new RequestError(429, 'companion.rate_limited', 'used up', { 'Retry-After': `${wait}` });
  };
};

describe('a download', () => {
  it('ends in time, with the reason, when pictures do not come', async () => {
    const start = Date.now();
    const { items, ...counts } = await download({ fetchPublic: firstSilent });
    expect(Date.now() - start).toBeLessThan(2000);
    expect(counts).toMatchObject({ total_images: 5, success_images: 4, failed_images: 1 });
    expect(items).toMatchObject([{ status: 'failed', error: 'cdn.timeout' }]);
    expect(items[0]?.urls).toHaveLength(4);
  });

  it('ends in time though one request might take longer', async () => {
    const start = Date.now();
    const times = { callMs: 800, requestMs: 60_000 };
    const { items } = await download({ fetchPublic: firstSilent, times });
    expect(items).toMatchObject([{ status: 'failed', failed_images: 1, error: 'companion.timeout' }]);
    await expect(download({ fetchOzon: silent, times })).rejects.toMatchObject({
      status: 504,
      code: 'companion.timeout',
    });
    expect(Date.now() - start).toBeLessThan(5000);
  });

  it('is refused as a whole when Ozon does not answer in time', async () => {
    await expect(download({ fetchOzon: silent })).rejects.toMatchObject({ status: 504, code: 'ozon.timeout' });
    const gone: Fetch = () => Promise.reject(new TypeError('gone'));
    await expect(download({ fetchOzon: gone })).rejects.toMatchObject({ status: 502, code: 'ozon.unreachable' });
  });

  it('reads no picture beyond what may be stored', async () => {
    let pulled = 0;
    const endless: Fetch = async () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 100;
            controller.enqueue(new Uint8Array(100));
          },
        }),
      );
    const { items } = await download({ fetchPublic: endless });
    expect(items).toMatchObject([{ failed_images: 5, error: 'cdn.too_large' }]);
    expect(pulled).toBeLessThan(images.length * 1500);
  });

  it.each([
    ['one at a time while their size is not known', {}, 1],
    ['side by side when small', { 'content-length': String(jpegOf(10, 10).byteLength) }, 3],
  ])('holds no more pictures than fit into memory: %s', async (_, headers: Record<string, string>, together) => {
    const held = { now: 0, most: 0 };
    const { success_images } = await download({
      config: { maxObjectBytes: 50 * 1024 * 1024, ozonUrl: 'https://api-seller.ozon.ru' },
      times: { callMs: 4000, requestMs: 1000 },
      fetchPublic: async () => {
        held.now += 1;
        held.most = Math.max(held.most, held.now);
        return new Response(jpegOf(10, 10), { headers });
      },
      fetchStorage: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        held.now -= 1;
        return new Response(null);
      },
    });
    expect(success_images).toBe(5);
    if (together === 1) expect(held.most).toBe(1);
    else expect(held.most).toBeGreaterThanOrEqual(together);
  });

  it("counts against the user's limits, and stops there", async () => {
    const { items, ...counts } = await download({ take: limitOf(3, 3600) });
    expect(counts).toMatchObject({ success_images: 3, failed_images: 2 });
    expect(items).toMatchObject([{ status: 'failed', error: 'companion.rate_limited' }]);
    const used = download({ take: limitOf(0, 3600) });
    await expect(used).rejects.toMatchObject({ status: 429, code: 'companion.rate_limited' });
    const error = await used.catch((thrown: RequestError) => thrown);
    expect(error).toHaveProperty('headers.Retry-After', expect.stringMatching(/^3(?:600|599)$/));
  });
});
