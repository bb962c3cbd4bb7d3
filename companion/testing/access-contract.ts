import { describe, expect, it } from 'vitest';
import { failure, healthAnswer } from '../../lib/storage/companion-api';
import { post, type Running, read, refusal } from './client';
import { token } from './local-r2';

const extension = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
const json = { 'content-type': 'application/json' };
const item = { r2_path: 'users/u1/ozon/1/1_1.jpg' };

const health = (running: Running, headers: Record<string, string> = {}) =>
  fetch(`${running.url}/api/v1/health`, { headers });

function describeHealth(running: () => Running, presignBatch: number) {
  it('tells anyone what runs and its limits', async () => {
    const { status, body } = await read(await health(running()), healthAnswer);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', limits: { presign_batch: presignBatch, max_object_bytes: 52_428_800 } });
    expect(body.plugins).toEqual([
      { name: 'r2', display_name: 'Cloudflare R2', category: 'storage', enabled: true, healthy: true },
    ]);
    expect(body).not.toHaveProperty('user_id');
  });

  it.each([{ authorization: `Bearer ${token}` }, { authorization: `bearer ${token}` }, { 'x-api-key': token }])(
    'names the user of a valid token in %o',
    async (headers) => {
      expect((await read(await health(running(), headers), healthAnswer)).body.user_id).toBe('u1');
    },
  );
}

function describeTokens(running: () => Running) {
  const wrong: Record<string, string>[] = [
    { authorization: `Bearer ${token}x` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
    { authorization: 'Bearer ' },
    { authorization: `Basic ${token}` },
    { 'x-api-key': 'nobody' },
    { 'x-api-key': '' },
  ];
  it.each(wrong)('refuses %o on every address', async (headers) => {
    const checked = await read(await health(running(), headers), failure);
    expect(checked).toMatchObject({ status: 401, body: { code: 'companion.denied' } });
    expect(await refusal(running(), item, { ...json, ...headers })).toMatchObject({ status: 401 });
  });

  it('needs a token to sign', async () => {
    expect(await refusal(running(), item, json)).toMatchObject({ status: 401, code: 'companion.denied' });
    expect((await post(running(), 'presigned-urls', { items: [item] }, json)).status).toBe(401);
  });
}

function describeCors(running: () => Running) {
  const preflight = (origin: string) =>
    fetch(`${running().url}/api/v1/r2/presigned-urls`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const corsHeaders = (answer: Response) =>
    [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));

  it.each([extension, 'moz-extension://0a1b2c3d-0000-4111-8222-abcdefabcdef'])('lets %s call', async (origin) => {
    const answer = await preflight(origin);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type,x-api-key');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-max-age')).toBe('7200');
  });

  it('lets an extension read refusals too', async () => {
    const answer = await post(running(), 'presigned-url', item, { ...json, origin: extension });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe(extension);
    expect(answer.headers.get('access-control-expose-headers')).toBe('Retry-After,X-Request-Id');
  });

  it.each(['https://seller.ozon.ru', `${extension}.evil.example`, `https://x/${extension}`, 'null'])(
    'sends %s no CORS header',
    async (origin) => {
      expect(corsHeaders(await preflight(origin))).toEqual([]);
      expect(corsHeaders(await health(running(), { origin }))).toEqual([]);
    },
  );
}

function describeAddresses(running: () => Running) {
  it('says where there is no server mode', async () => {
    const headers = { ...json, authorization: `Bearer ${token}` };
    const jobs = `${running().url}/api/v1/ozon/jobs`;
    for (const answer of [fetch(`${jobs}/x`, { headers }), fetch(jobs, { method: 'POST', headers, body: '{}' })])
      expect(await read(await answer, failure)).toMatchObject({
        status: 404,
        body: { code: 'companion.no_server_mode' },
      });
  });

  it('answers 404 and 405 as JSON', async () => {
    const nothing = await read(await fetch(`${running().url}/api/v1/nothing`), failure);
    expect(nothing.status).toBe(404);
    const method = await fetch(`${running().url}/api/v1/health`, { method: 'DELETE' });
    expect(method.headers.get('allow')).toContain('GET');
    expect((await read(method, failure)).status).toBe(405);
  });
}

/** What every companion does about callers: health, tokens, origins, addresses. */
export function describeAccess(running: () => Running, presignBatch: number): void {
  describe('health', () => describeHealth(running, presignBatch));
  describe('tokens', () => describeTokens(running));
  describe('CORS', () => describeCors(running));
  describe('addresses', () => describeAddresses(running));
}
