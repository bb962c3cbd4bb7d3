import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLoopbackClient } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { backupStore } from '../stores/demo-store';
import { picturesOf } from '../stores/store';
import { uniformStore } from '../stores/uniform-store';

const backup = backupStore();
const uniform = uniformStore({ products: 3, imagesPerProduct: 2, bytes: 307_200 });
const urls = backup.products.flatMap(picturesOf).map(({ url }) => url);
const [first = ''] = urls;

const brokenOff = /aborted|hang up|NGHTTP2_INTERNAL_ERROR/;

let sandbox: Sandbox;
let client: ReturnType<typeof createLoopbackClient>;

beforeAll(async () => {
  sandbox = await startSandbox({ stores: [backup, uniform] });
  client = createLoopbackClient(sandbox.ports);
});
afterAll(() => sandbox.stop());
afterEach(() => sandbox.cdn.faults.clear());

describe('pictures', () => {
  test('drawn ones are real JPEG, PNG and WebP under .jpg names, all different, each 900×1200', async () => {
    const answers = await Promise.all(urls.map((url) => client.send(url)));
    const seen = await Promise.all(answers.map(({ body }) => sharp(body).metadata()));
    expect(new Set(seen.map(({ format }) => format))).toEqual(new Set(['jpeg', 'png', 'webp']));
    expect(seen.every(({ width, height }) => width === 900 && height === 1200)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.toString('base64'))).size).toBe(urls.length);
    for (const [at, { headers }] of answers.entries())
      expect(headers['content-type']).toBe(`image/${seen[at]?.format}`);
  });

  test('a size segment gives a smaller picture', async () => {
    const small = await client.send(first.replace(/\/([^/]+)$/, '/wc100/$1'));
    expect(await sharp(small.body).metadata()).toMatchObject({ width: 100, height: 133 });
  });

  test('padded ones have exactly the size asked, decode, and differ', async () => {
    const bodies = await Promise.all(
      uniform.products.flatMap(picturesOf).map(async ({ url }) => (await client.send(url)).body),
    );
    expect(bodies.map((body) => body.length)).toEqual(bodies.map(() => 307_200));
    expect(new Set(bodies.map((body) => body.toString('latin1'))).size).toBe(6);
    for (const body of bodies) expect((await sharp(body).stats()).channels).toHaveLength(3);
  });

  test('unknown addresses: 404; other methods: 405; HEAD: no bytes', async () => {
    expect((await client.send('https://cdn1.ozone.ru/s3/multimedia-4/1.jpg')).status).toBe(404);
    expect((await client.send(first, { method: 'POST' })).status).toBe(405);
    const head = await client.send(first, { method: 'HEAD' });
    expect([head.body.length, Number(head.headers['content-length']) > 1000]).toEqual([0, true]);
  });

  test('the list of expected objects agrees with what is served', async () => {
    const expected = await sandbox.expectedObjects(backup);
    expect(expected.map(({ url }) => url)).toEqual(urls);
    expect(expected[0]).toMatchObject({ offerId: 'OZ-1001', n: 1, size: (await client.send(first)).body.length });
    expect(new Set(expected.map(({ extension }) => extension))).toEqual(new Set(['jpg', 'png', 'webp']));
  });
});

describe.each(['h1', 'h2'] as const)('faults over %s', (protocol) => {
  const get = () => client.send(first, { protocol });

  test('cut: half of the bytes, then broken off', async () => {
    sandbox.cdn.faults.add({ match: first, kind: 'cut', times: 1 });
    await expect(get()).rejects.toThrow(brokenOff);
    expect(sandbox.cdn.requests.at(-1)).toMatchObject({ url: first, status: 200, fault: 'cut', protocol });
    expect((await get()).status).toBe(200);
  });

  test('lost: headers arrive, the body does not', async () => {
    sandbox.cdn.faults.add({ match: first, kind: 'lost' });
    await expect(get()).rejects.toThrow(brokenOff);
  });

  test('reset: no answer at all', async () => {
    sandbox.cdn.faults.add({ match: /multimedia/, kind: 'reset' });
    await expect(get()).rejects.toThrow(brokenOff);
    expect(sandbox.cdn.requests.at(-1)?.status).toBe(0);
  });

  test('html, empty and status', async () => {
    sandbox.cdn.faults.add({ match: first, kind: 'html', times: 1 });
    sandbox.cdn.faults.add({ match: () => true, kind: 'empty', times: 1 });
    sandbox.cdn.faults.add({ match: first, kind: 'status', status: 429, headers: { 'retry-after': '2' }, times: 1 });
    const html = await get();
    expect([html.headers['content-type'], html.body.toString().slice(0, 9)]).toEqual(['image/jpeg', '<!doctype']);
    const empty = await get();
    expect([empty.status, empty.body.length]).toEqual([200, 0]);
    const limited = await get();
    expect([limited.status, limited.headers['retry-after']]).toEqual([429, '2']);
    expect((await get()).status).toBe(200);
  });

  test('hang: accepted, never answered', async () => {
    sandbox.cdn.faults.add({ match: first, kind: 'hang' });
    const answered = get().then(
      () => 'answered',
      () => 'broken off',
    );
    expect(await Promise.race([answered, pause(200, 'waiting')])).toBe('waiting');
    expect(sandbox.cdn.requests.at(-1)).toMatchObject({ fault: 'hang', status: 0 });
  });

  test('slow: the proper answer, later', async () => {
    sandbox.cdn.faults.add({ match: first, kind: 'slow', ms: 150 });
    const start = Date.now();
    expect((await get()).status).toBe(200);
    expect(Date.now() - start).toBeGreaterThanOrEqual(150);
  });
});

test('a fault for another address does not strike', async () => {
  sandbox.cdn.faults.add({ match: 'https://ir.ozone.ru/none', kind: 'reset' });
  expect((await client.send(first)).status).toBe(200);
});
