import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sniffImageType } from '../../lib/core/image-type';
import { createLoopbackClient } from '../loopback-client';
import { type Sandbox, startSandbox } from '../start-sandbox';
import { backupStore } from '../stores/demo-store';

let sandbox: Sandbox;
let client: ReturnType<typeof createLoopbackClient>;

beforeAll(async () => {
  sandbox = await startSandbox({ stores: [backupStore()], bucket: 'disk' });
  client = createLoopbackClient(sandbox.ports);
});
afterAll(() => sandbox.stop());

const get = (name: string, access?: 'closed' | 'open') => client.send(sandbox.pictures.url(name, access));

test.each([
  ['good.jpg', 'image/jpeg', 'jpeg', 1200, 1600],
  ['good.png', 'image/png', 'png', 1200, 1600],
  ['photo-7.jpg', 'image/jpeg', 'jpeg', 1200, 1600],
  ['photo-7.png', 'image/png', 'png', 1200, 1600],
  ['webp.jpg', 'image/jpeg', 'webp', 1200, 1600],
  ['png.jpg', 'image/jpeg', 'png', 1200, 1600],
  ['square.jpg', 'image/jpeg', 'jpeg', 1200, 1200],
  ['low.jpg', 'image/jpeg', 'jpeg', 600, 800],
  ['tiny.jpg', 'image/jpeg', 'jpeg', 150, 150],
  ['huge.jpg', 'image/jpeg', 'jpeg', 5000, 8000],
  ['heavy.jpg', 'image/jpeg', 'jpeg', 1200, 1600],
])('%s calls itself %s and is %s, %d×%d', async (name, type, format, width, height) => {
  const { status, headers, body } = await get(name);
  expect([status, headers['content-type']]).toEqual([200, type]);
  expect(await sharp(body).metadata()).toMatchObject({ format, width, height });
});

test('heavy.jpg has 11 MB, huge.jpg hardly any', async () => {
  expect((await get('heavy.jpg')).body).toHaveLength(11 * 1024 * 1024);
  expect((await get('huge.jpg')).body.length).toBeLessThan(200_000);
});

test('photos differ by number', async () => {
  const bodies = await Promise.all(['photo-1.jpg', 'photo-2.jpg', 'photo-1.png'].map(async (name) => get(name)));
  expect(new Set(bodies.map(({ body }) => body.toString('base64'))).size).toBe(3);
});

test.each([
  ['missing.jpg', 404, undefined],
  ['never-heard-of.jpg', 404, undefined],
  ['login.jpg', 401, undefined],
  ['forbidden.jpg', 403, undefined],
  ['broken.jpg', 500, undefined],
  ['moved.jpg', 302, 'https://pictures.example/good.jpg'],
  ['private.jpg', 302, 'https://127.0.0.1/good.jpg'],
])('%s: %d', async (name, status, location) => {
  const answer = await get(name);
  expect([answer.status, answer.headers.location]).toEqual([status, location]);
});

test('page.jpg is HTML that calls itself a JPEG', async () => {
  const { headers, body } = await get('page.jpg');
  expect([headers['content-type'], sniffImageType(body)]).toEqual(['image/jpeg', undefined]);
});

test('slow.jpg takes its time', async () => {
  const start = Date.now();
  expect((await get('slow.jpg')).status).toBe(200);
  expect(Date.now() - start).toBeGreaterThan(3500);
});

test('only open addresses may be read by scripts of other sites, troubles included', async () => {
  for (const name of ['good.jpg', 'missing.jpg']) {
    expect((await get(name, 'open')).headers['access-control-allow-origin']).toBe('*');
    expect((await get(name, 'closed')).headers['access-control-allow-origin']).toBeUndefined();
  }
});
