import { describe, expect, it } from 'vitest';
import type { Fetch } from '../net/request';
import { createCloudCheck } from './check-cloud';
import { presignBatchRequest } from './companion-api';
import { createCompanionClient } from './companion-client';
import { createObjectStorage } from './object-storage';
import { probeImage } from './probe-image';

const access = { url: 'https://companion.example', token: 't'.repeat(32) };
const health = { status: 'ok', version: '1', plugins: [], limits: { presign_batch: 9, max_object_bytes: 9 } };
const offline = () => Promise.reject(new TypeError('Failed to fetch'));

type Step = (init: RequestInit) => Response | Promise<Response>;

/** Companion, bucket and public address in one; a step given here answers instead of the good one. */
async function checkWith(steps: { health?: Step; sign?: Step; put?: Step; read?: Step } = {}) {
  const signed: unknown[] = [];
  let stored: BodyInit | null | undefined;
  const sign: Step = ({ body }) => {
    const { items } = presignBatchRequest.parse(JSON.parse(String(body)));
    signed.push(...items);
    const links = { upload_url: 'https://bucket.example/k', public_url: 'https://public.example/k' };
    return Response.json({ items: [{ ...links, headers: {}, expires_at: '2026-11-20T12:00:00Z' }] });
  };
  const put: Step = ({ body }) => {
    stored = body;
    return new Response('');
  };
  const answers: Record<string, Step> = {
    'https://companion.example/api/v1/health': steps.health ?? (() => Response.json({ ...health, user_id: 'user-1' })),
    'https://companion.example/api/v1/r2/presigned-urls': steps.sign ?? sign,
    'https://bucket.example/k': steps.put ?? put,
    'https://public.example/k': steps.read ?? (() => new Response(stored)),
  };
  const fetch: Fetch = async (url, init) => (await answers[url]?.(init)) ?? new Response('', { status: 404 });
  const deps = { fetch, now: () => 7000, timeoutMs: () => 1000 };
  const client = createCompanionClient(deps);
  const check = createCloudCheck({ ...deps, client, storage: createObjectStorage(deps) });
  return { result: await check(access), signed };
}

describe('createCloudCheck', () => {
  it('walks the whole way with a fresh picture of one pixel', async () => {
    const { result, signed } = await checkWith();
    expect(result).toEqual({ checkedAt: 7000, userId: 'user-1', failed: null, warning: null });
    expect(signed).toEqual([
      {
        r2_path: 'users/user-1/check/connection_7000.png',
        content_type: 'image/png',
        content_length: probeImage.byteLength,
      },
    ]);
  });

  it.each<[string, Parameters<typeof checkWith>[0], string, string]>([
    ['nobody answers', { health: offline }, 'health', 'companion.unreachable'],
    ['another program answers', { health: () => Response.json({}) }, 'health', 'companion.bad_answer'],
    ['the token is wrong', { health: () => new Response('', { status: 401 }) }, 'health', 'companion.denied'],
    ['the token is not known', { health: () => Response.json(health) }, 'health', 'companion.denied'],
    ['signing is refused', { sign: () => new Response('', { status: 403 }) }, 'sign', 'companion.refused'],
    [
      'the item is refused',
      { sign: () => Response.json({ items: [{ success: false, error: '', code: 'companion.foreign_path' }] }) },
      'sign',
      'companion.foreign_path',
    ],
    [
      'the bucket refuses',
      { put: () => new Response('<Code>AccessDenied</Code>', { status: 403 }) },
      'put',
      'storage.denied',
    ],
    ['the bucket has no CORS rule', { put: offline }, 'put', 'storage.unreachable'],
    [
      'the public address is closed',
      { read: () => new Response('', { status: 403 }) },
      'read',
      'storage.public_unreachable',
    ],
    ['something else is public there', { read: () => new Response('<html>') }, 'read', 'storage.public_mismatch'],
    ['nothing is public there', { read: offline }, 'read', 'storage.public_unreachable'],
  ])('says when %s', async (_, steps, step, code) => {
    const { result } = await checkWith(steps);
    expect(result).toMatchObject({ failed: { step, error: { code } }, warning: null });
  });

  it('only warns when the public address answers but may not be read', async () => {
    const read: Step = ({ mode }) => (mode === 'no-cors' ? new Response('') : offline());
    const { result } = await checkWith({ read });
    expect(result).toMatchObject({ failed: null, warning: { code: 'storage.public_unproven' } });
  });

  it('does not take a mere answer for a success when the bytes were wrong', async () => {
    const read: Step = ({ mode }) => (mode === 'no-cors' ? new Response('') : new Response('', { status: 404 }));
    const { result } = await checkWith({ read });
    expect(result).toMatchObject({ failed: { step: 'read' }, warning: null });
  });
});
