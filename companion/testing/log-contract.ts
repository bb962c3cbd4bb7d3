import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Logged, post, presignOne } from './client';
import { environmentFor, token } from './local-r2';

const line = z.looseObject({ level: z.string(), time: z.iso.datetime(), event: z.string() });

/** The lines about one request, which may come a moment after its answer. */
async function linesOf(running: Logged, request: string) {
  const found = () => running.lines.filter((text) => text.includes(request));
  await expect.poll(() => found().length).toBeGreaterThan(0);
  return found().map((text) => line.parse(JSON.parse(text)));
}

/** Every companion's log and request ids. */
export function describeLog(running: () => Logged): void {
  describe('log', () => {
    it('has one line for a request, by the id in its answer', async () => {
      const answer = await post(running(), 'presigned-url', { r2_path: 'users/u1/x.jpg' });
      const id = answer.headers.get('x-request-id') ?? '';
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(await linesOf(running(), id)).toEqual([
        {
          level: 'info',
          time: expect.any(String),
          event: 'request',
          request: id,
          method: 'POST',
          route: '/api/v1/r2/presigned-url',
          status: 200,
          ms: expect.any(Number),
          user: 'u1',
        },
      ]);
    });

    it("takes a caller's own id, but not one that could be mistaken for something else", async () => {
      const ask = async (id: string) => {
        const answer = await fetch(`${running().url}/api/v1/openapi.json`, { headers: { 'x-request-id': id } });
        return answer.headers.get('x-request-id');
      };
      expect(await ask('my-request_7')).toBe('my-request_7');
      for (const id of ['x'.repeat(65), 'a b', '{"level":"error"}']) expect(await ask(id)).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('tells no token, key, signature, query or unknown address', async () => {
      const { upload_url } = await presignOne(running(), { r2_path: 'users/u1/secret-name.jpg' });
      const headers = { authorization: `Bearer ${token}x`, 'x-request-id': 'the-last' };
      await fetch(`${running().url}/api/v1/${token}?token=${token}`, { headers });
      await linesOf(running(), 'the-last');
      const { searchParams } = new URL(upload_url);
      const { R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY } = environmentFor('http://x');
      const secrets = [
        token,
        searchParams.get('X-Amz-Signature'),
        R2_ACCESS_KEY_ID,
        R2_SECRET_ACCESS_KEY,
        'secret-name',
      ];
      const all = running().lines.join('\n');
      expect(all).toContain('the-last');
      expect(secrets.filter((secret) => secret === null || secret === undefined || all.includes(secret))).toEqual([]);
    });
  });
}
