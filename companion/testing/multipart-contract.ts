import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { failure } from '../../lib/storage/companion-api';
import {
  multipartAbortAnswer,
  multipartCompleteAnswer,
  multipartCreateAnswer,
  multipartSignAnswer,
} from '../../lib/storage/multipart-api';
import { post, type Running, read } from './client';
import { put } from './local-r2';

const mebibyte = 1024 * 1024;
const content_length = 17 * mebibyte + 5;
const whole = Buffer.alloc(content_length, 'a picture in parts ');
const checksum_sha256 = createHash('sha256').update(whole).digest('hex');
const r2_path = 'users/u1/jobs/j1/Большой файл.png';

/** PUT of one part; gives the status and ETag. */
function putPart(url: string, body: Uint8Array): Promise<{ status: number; etag: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'PUT', headers: { 'content-length': body.length }, agent: false },
      (response) => {
        response
          .resume()
          .on('end', () => resolve({ status: response.statusCode ?? 0, etag: response.headers.etag ?? '' }));
      },
    );
    sent.on('error', reject).end(body);
  });
}

/** What every companion does about uploads in parts; `running` must sign for a local R2. */
export function describeMultipart(running: () => Running): void {
  const ask = async <S extends z.ZodType>(path: string, body: object, schema: S) =>
    (await read(await post(running(), `multipart${path}`, body), schema)).body;
  const refused = async (path: string, body: object) => {
    const { status, body: told } = await read(await post(running(), `multipart${path}`, body), failure);
    return [status, told.error.split(':')[0]];
  };
  const begin = () => ask('', { r2_path, content_length, checksum_sha256 }, multipartCreateAnswer);
  const sign = async (upload_id: string, part_numbers: number[]) =>
    (await ask('/parts', { r2_path, upload_id, content_length, part_numbers }, multipartSignAnswer)).parts;

  describe('uploads in parts', () => {
    it('are cut, signed, sent and put together', async () => {
      const { upload_id, part_size, part_count, public_url } = await begin();
      expect([part_size, part_count]).toEqual([8 * mebibyte, 3]);
      const sent: { part_number: number; etag: string }[] = [];
      // The last part first: an upload that goes on after a break sends what misses.
      for (const { part_number, content_length: length, upload_url } of await sign(upload_id, [3, 1, 2])) {
        const from = (part_number - 1) * part_size;
        const { status, etag } = await putPart(upload_url, whole.subarray(from, from + length));
        expect(status).toBe(200);
        sent.push({ part_number, etag });
      }
      const complete = { r2_path, upload_id, parts: sent, content_length, checksum_sha256 };
      const done = await ask('/complete', complete, multipartCompleteAnswer);
      expect(done.public_url).toBe(public_url);
      // Once more, as after an answer that was lost; for what the object is not, the upload is gone.
      expect((await ask('/complete', complete, multipartCompleteAnswer)).public_url).toBe(public_url);
      for (const other of [{ content_length: content_length - 1 }, { checksum_sha256: '0'.repeat(64) }]) {
        expect(await refused('/complete', { ...complete, ...other })).toEqual([404, 'upload_id']);
      }
      const stored = await fetch(public_url);
      expect(stored.headers.get('content-type')).toBe('image/png');
      expect(whole.equals(Buffer.from(await stored.arrayBuffer()))).toBe(true);
    });

    it('sign each part for exactly its length, number and upload', async () => {
      const { upload_id } = await begin();
      const [last] = await sign(upload_id, [3]);
      if (!last) throw new Error('nothing was signed');
      expect(last.content_length).toBe(mebibyte + 5);
      const lives = (Date.parse(last.expires_at) - Date.now()) / 1000;
      expect(lives).toBeGreaterThan(880);
      expect(await put(last.upload_url, {}, 'x')).toBe(403);
      expect(
        await put(last.upload_url.replace('partNumber=3', 'partNumber=2'), {}, whole.subarray(0, last.content_length)),
      ).toBe(403);
      expect(await refused('/parts', { r2_path, upload_id, content_length, part_numbers: [4] })).toEqual([
        400,
        'part_numbers',
      ]);
    });

    it('are gone once aborted', async () => {
      const { upload_id } = await begin();
      const [first] = await sign(upload_id, [3]);
      await ask('/abort', { r2_path, upload_id }, multipartAbortAnswer);
      const body = whole.subarray(0, first?.content_length);
      expect((await putPart(first?.upload_url ?? '', body)).status).toBe(404);
      const parts = [{ part_number: 3, etag: 'x' }];
      expect(await refused('/complete', { r2_path, upload_id, parts })).toEqual([404, 'upload_id']);
    });

    it('are refused outside the own folder, over the limit, and of other types', async () => {
      const upload_id = 'x';
      const foreign = 'users/u2/x.jpg';
      for (const path of ['/list', '/abort', '/complete']) {
        expect(await refused(path, { r2_path: foreign, upload_id })).toEqual([403, 'r2_path']);
      }
      expect(await refused('', { r2_path: foreign, content_length })).toEqual([403, 'r2_path']);
      expect(await refused('/parts', { r2_path: foreign, upload_id, content_length, part_numbers: [1] })).toEqual([
        403,
        'r2_path',
      ]);
      expect(await refused('', { r2_path, content_length: 52_428_801 })).toEqual([400, 'content_length']);
      expect(await refused('', { r2_path: 'users/u1/x.html', content_length })).toEqual([400, 'content_type']);
      expect(await refused('/abort', { r2_path, upload_id: 'a b' })).toEqual([400, 'upload_id']);
      expect(await refused('/complete', { r2_path, upload_id, parts: [{ part_number: 1, etag: '<x/>' }] })).toEqual([
        400,
        'parts.0.etag',
      ]);
      expect(
        (await post(running(), 'multipart/list', { r2_path, upload_id }, { 'content-type': 'application/json' }))
          .status,
      ).toBe(401);
    });

    it('tell a storage that cannot list parts from a missing upload', async () => {
      const { upload_id } = await begin();
      // The local R2 has no ListParts (501); real ones do.
      expect((await refused('/list', { r2_path, upload_id }))[0]).toBe(502);
    });
  });
}
