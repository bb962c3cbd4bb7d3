import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { failure } from '../../lib/storage/companion-api';
import { post, presignMany, presignOne, type Running, read, refusal } from './client';
import { put, token } from './local-r2';

const picture = new TextEncoder().encode('the bytes of a picture');
const hex = createHash('sha256').update(picture).digest('hex');
const base64 = createHash('sha256').update(picture).digest('base64');
const signed = { content_length: picture.length, checksum_sha256: hex };
const folder = 'users/u1/ozon';

function describeAccepted(running: () => Running) {
  it.each([
    '1/1_1.jpg',
    'Стол 5/Стол 5_1.png',
    '椅子/椅子_1.webp',
    `a+b %20 (1)!'*&=?#;@$,~/x_1.JPEG`,
    '%2e%2e/%2F.gif',
    '😀/😀_1.avif',
  ])('signs a PUT of %s that the storage takes and gives back', async (name) => {
    const upload = await presignOne(running(), { r2_path: `${folder}/${name}`, ...signed });
    expect(await put(upload.upload_url, upload.headers, picture)).toBe(200);
    const stored = await fetch(upload.public_url);
    expect(stored.headers.get('content-type')).toBe(upload.headers['content-type']);
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(picture);
  });

  it('answers with just the headers to send, and a short URL', async () => {
    const upload = await presignOne(running(), { r2_path: `${folder}/2/2_1.jpg`, ...signed });
    expect(upload.headers).toEqual({ 'content-type': 'image/jpeg', 'x-amz-checksum-sha256': base64 });
    const { searchParams } = new URL(upload.upload_url);
    expect([...searchParams.keys()].sort()).toEqual(
      ['Algorithm', 'Credential', 'Date', 'Expires', 'Signature', 'SignedHeaders'].map((name) => `X-Amz-${name}`),
    );
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256');
    const lives = (Date.parse(upload.expires_at) - Date.now()) / 1000;
    expect(lives).toBeGreaterThan(290);
    expect(lives).toBeLessThanOrEqual(300);
  });

  it('takes a checksum in base64, and none', async () => {
    const given = await presignOne(running(), { r2_path: `${folder}/3/3_1.jpg`, checksum_sha256: base64 });
    expect(given.headers).toHaveProperty('x-amz-checksum-sha256', base64);
    const none = await presignOne(running(), { r2_path: `${folder}/3/3_2`, content_type: 'image/PNG' });
    expect(none.headers).toEqual({ 'content-type': 'image/png' });
    expect(await put(none.upload_url, none.headers, picture)).toBe(200);
  });
}

function describeTampering(running: () => Running) {
  const sign = () => presignOne(running(), { r2_path: `${folder}/4/4_1.jpg`, ...signed });

  it.each([
    ['a longer body', {}, `${picture.length} and more bytes`],
    ['a shorter body', {}, 'x'],
    ['another type', { 'content-type': 'text/html' }, picture],
    ['another checksum', { 'x-amz-checksum-sha256': createHash('sha256').update('x').digest('base64') }, picture],
  ])('makes the storage refuse %s', async (_, headers, body) => {
    const upload = await sign();
    expect(await put(upload.upload_url, { ...upload.headers, ...headers }, body)).toBe(403);
  });

  it('makes the storage refuse missing headers, another key and a longer life', async () => {
    const { upload_url: url, headers } = await sign();
    expect(await put(url, { 'content-type': 'image/jpeg' }, picture)).toBe(403);
    expect(await put(url.replace('/4_1.jpg', '/4_2.jpg'), headers, picture)).toBe(403);
    expect(await put(url.replace('users/u1', 'users/u2'), headers, picture)).toBe(403);
    expect(await put(url.replace('Expires=300', 'Expires=3000'), headers, picture)).toBe(403);
  });
}

function describePaths(running: () => Running) {
  it.each([
    'users/u2/ozon/1.jpg',
    'users/u10/ozon/1.jpg',
    'users/u1',
    'users/U1/1.jpg',
    '/users/u1/1.jpg',
    './users/u1/1.jpg',
    'users/u1/../u2/x.jpg',
    'users/u2/../u1/x.jpg',
    'users/%751/1.jpg',
  ])('refuses %s as foreign', async (path) => {
    expect(await refusal(running(), { r2_path: path })).toMatchObject({ status: 403, code: 'companion.foreign_path' });
  });

  it.each([
    'users/u1/',
    'users/u1//x.jpg',
    'users/u1/./x.jpg',
    'users/u1/a\nb.jpg',
    'users/u1/a\u0000.jpg',
    'users/u1/a\\b.jpg',
    'users/u1/\ud800.jpg',
    `users/u1/${'я'.repeat(510)}.jpg`,
    '',
  ])('refuses %j as no key', async (path) => {
    const refused = await refusal(running(), { r2_path: path });
    expect(refused).toMatchObject({ status: 400, code: 'input.invalid' });
    expect(refused.error).toMatch(/^r2_path: /);
  });

  it('keeps an escaped dot segment as it was asked for', async () => {
    const upload = await presignOne(running(), { r2_path: 'users/u1/%2e%2e/x.jpg' });
    expect(upload.upload_url).toContain('/images/users/u1/%252e%252e/x.jpg?');
  });
}

function describeInput(running: () => Running) {
  const r2_path = `${folder}/5/5_1.jpg`;

  it.each([
    ['content_type', { r2_path, content_type: 'text/html' }],
    ['content_type', { r2_path, content_type: 'image/svg+xml' }],
    ['content_type', { r2_path, content_type: 'image/jpeg; charset=utf-8' }],
    ['content_type', { r2_path: `${folder}/5/page.html` }],
    ['content_type', { r2_path: `${folder}/5/toString` }],
    ['content_length', { r2_path, content_length: 52_428_801 }],
    ['content_length', { r2_path, content_length: 0 }],
    ['content_length', { r2_path, content_length: '12' }],
    ['checksum_sha256', { r2_path, checksum_sha256: 'abc' }],
    ['r2_path', {}],
    ['item', [r2_path]],
    ['body', '{"r2_path":'],
    ['body', ''],
  ])('names the field %s of %j', async (field, body) => {
    const refused = await refusal(running(), body);
    expect(refused).toMatchObject({ status: 400, code: 'input.invalid' });
    expect(refused.error.split(':')[0]).toBe(field);
  });
}

function describeBodies(running: () => Running) {
  const r2_path = `${folder}/5/5_2.jpg`;

  it('takes JSON only', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' };
    const large = { r2_path, more: 'x'.repeat(900_000) };
    expect(await refusal(running(), large, headers)).toMatchObject({ status: 400, code: 'input.invalid' });
    await presignOne(running(), { r2_path });
  });

  it('refuses a body over 1 MiB', async () => {
    expect(await refusal(running(), `{"r2_path":"${'x'.repeat(1024 * 1024)}"}`)).toMatchObject({ status: 413 });
    // The refusal must not spoil the connection for the request behind it.
    await presignOne(running(), { r2_path });
  });

  it('counts the bytes of a body without a length', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const stream = (text: string) => {
      const init: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        headers,
        body: new Blob([text]).stream(),
        duplex: 'half',
      };
      return fetch(`${running().url}/api/v1/r2/presigned-url`, init).then(({ status }) => status);
    };
    expect(await stream(JSON.stringify({ r2_path }))).toBe(200);
    // A sender that is cut off while it still writes may miss the answer.
    const refused = await stream(`{"r2_path":"${r2_path}","more":"${'x'.repeat(1024 * 1024)}"}`).catch(() => 413);
    expect(refused).toBe(413);
  });
}

function describeBatch(running: () => Running, presignBatch: number) {
  it('answers a full batch in order, each with a URL of its own', async () => {
    const paths = Array.from({ length: presignBatch }, (_, n) => `${folder}/6/6_${n}.jpg`);
    const items = await presignMany(
      running(),
      paths.map((r2_path) => ({ r2_path, ...signed })),
    );
    const answered = items.map((item) => ('upload_url' in item ? new URL(item.upload_url).pathname : item.error));
    expect(answered).toEqual(paths.map((path) => `/cdn-cgi/local/r2/s3/images/${path}`));
    const last = items.at(-1);
    expect(last && 'upload_url' in last && (await put(last.upload_url, last.headers, picture))).toBe(200);
  });

  it('lets one item fail alone', async () => {
    const good = { r2_path: `${folder}/7/7_1.jpg` };
    const items = await presignMany(running(), [good, { r2_path: 'users/u2/x.jpg' }, null, { r2_path: 7 }, good]);
    expect(items.map((item) => ('code' in item ? item.code : 'signed'))).toEqual([
      'signed',
      'companion.foreign_path',
      'input.invalid',
      'input.invalid',
      'signed',
    ]);
  });

  it('refuses too many items and names the limit; none or no list is bad input', async () => {
    const items = Array.from({ length: presignBatch + 1 }, () => ({ r2_path: `${folder}/8/8_1.jpg` }));
    const tooMany = await read(await post(running(), 'presigned-urls', { items }), failure);
    expect(tooMany.status).toBe(413);
    expect(tooMany.body.error).toContain(String(presignBatch));
    expect((await post(running(), 'presigned-urls', { items: [] })).status).toBe(400);
    const noList = await read(await post(running(), 'presigned-urls', { items: {} }), failure);
    expect(noList).toMatchObject({ status: 400, body: { code: 'input.invalid' } });
    expect(noList.body.error).toMatch(/^items: /);
  });
}

/** What every storage does with signed addresses; `running` must sign for one that is there. */
export function describeStorageTerms(running: () => Running): void {
  describe('uploads', () => describeAccepted(running));
  describe('tampering', () => describeTampering(running));
}

/** What every companion does about uploads; `running` must sign for a local R2. */
export function describePresign(running: () => Running, presignBatch: number): void {
  describeStorageTerms(running);
  describe('paths', () => describePaths(running));
  describe('input', () => describeInput(running));
  describe('bodies', () => describeBodies(running));
  describe('batches', () => describeBatch(running, presignBatch));
}
