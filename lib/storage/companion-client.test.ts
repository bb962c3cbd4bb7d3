import { describe, expect, it } from 'vitest';
import type { Fetch } from '../net/request';
import { createCompanionClient } from './companion-client';

const access = { url: 'https://companion.example/base', token: 't'.repeat(32) };
const { signal } = new AbortController();
const health = {
  status: 'ok',
  version: '1.0.0',
  plugins: [],
  user_id: 'user-1',
  limits: { presign_batch: 200, max_object_bytes: 1000 },
};

function clientAnswering(response: Response) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    return response;
  };
  return { client: createCompanionClient({ fetch, now: () => 0, timeoutMs: () => 1000 }), sent };
}

describe('createCompanionClient', () => {
  it('shows its token below the address it was given', async () => {
    const { client, sent } = clientAnswering(Response.json(health));
    expect(await client.health(access, signal)).toEqual(health);
    expect(sent[0]?.url).toBe('https://companion.example/base/api/v1/health');
    expect(new Headers(sent[0]?.init.headers).get('authorization')).toBe(`Bearer ${access.token}`);
  });

  it.each([
    [401, {}, 'companion.denied', 'never'],
    [429, {}, 'companion.rate_limited', 'backoff'],
    [429, { 'Retry-After': '2' }, 'companion.rate_limited', { at: 2000 }],
    [500, {}, 'companion.server_error', 'backoff'],
    [404, {}, 'companion.refused', 'never'],
  ])('%d with %j is %s', async (status, headers, code, retry) => {
    const { client } = clientAnswering(new Response('<html>', { status, headers }));
    await expect(client.health(access, signal)).rejects.toMatchObject({ code, retry });
  });

  it('knows a foreign path by the code of the refusal', async () => {
    const body = { success: false, error: 'no', code: 'companion.foreign_path' };
    const { client } = clientAnswering(Response.json(body, { status: 403 }));
    await expect(client.presign(access, [{ r2_path: 'a' }], signal)).rejects.toMatchObject({
      code: 'companion.foreign_path',
    });
  });

  it('has pictures looked at, in the order asked', async () => {
    const finding = { url: 'https://a.example/1.jpg', width: 1, height: 2, bytes: 3, problems: [] };
    const { client, sent } = clientAnswering(Response.json({ findings: [finding] }));
    expect(await client.look(access, [finding.url], signal)).toEqual([finding]);
    expect(sent[0]?.url).toBe('https://companion.example/base/api/v1/pictures/look');
    expect(sent[0]?.init).toMatchObject({ method: 'POST', body: JSON.stringify({ urls: [finding.url] }) });
    expect(new Headers(sent[0]?.init.headers).get('content-type')).toBe('application/json');
    const short = clientAnswering(Response.json({ findings: [] }));
    await expect(short.client.look(access, [finding.url], signal)).rejects.toMatchObject({
      code: 'companion.bad_answer',
    });
  });

  it.each([
    ['HTML', new Response('<html>')],
    ['another program', Response.json({ status: 'ok' })],
    ['fewer items than asked for', Response.json({ items: [] })],
  ])('refuses the answer of %s', async (_, response) => {
    const { client } = clientAnswering(response);
    await expect(client.presign(access, [{ r2_path: 'a' }], signal)).rejects.toMatchObject({
      code: 'companion.bad_answer',
      retry: 'never',
    });
  });
});
