import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fetch } from '../net/request';
import { type PresignRequest, presignBatchRequest } from './companion-api';
import { createCompanionClient } from './companion-client';
import { createRemotePresigner } from './presigner';

const access = { url: 'https://companion.example', token: 't'.repeat(32) };
const item = (name: string): PresignRequest => ({ r2_path: `users/u/ozon/${name}` });
const uploadOf = ({ r2_path }: PresignRequest) => ({
  upload_url: `https://bucket.example/${r2_path}?signature=1`,
  public_url: `https://public.example/${r2_path}`,
  headers: { 'content-type': 'image/jpeg' },
  expires_at: '2026-11-20T12:00:00Z',
});

/** A presigner on a companion that answers each call with `answer`, and the paths each call asked for. */
function presignerOn(answer: (items: PresignRequest[]) => Response, maxItems = 100) {
  const calls: string[][] = [];
  const fetch: Fetch = async (_, { body }) => {
    const { items } = presignBatchRequest.parse(JSON.parse(String(body)));
    calls.push(items.map(({ r2_path }) => r2_path.replace('users/u/ozon/', '')));
    return answer(items);
  };
  const client = createCompanionClient({ fetch, now: Date.now, timeoutMs: () => 1000 });
  return { calls, presigner: createRemotePresigner({ client, access, maxItems, windowMs: 20 }) };
}

const signAll = (items: PresignRequest[]) => Response.json({ items: items.map(uploadOf) });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createRemotePresigner', () => {
  it('asks once for all that became ready within a window, and gives each its own', async () => {
    const { calls, presigner } = presignerOn(signAll);
    const first = presigner.presign(item('a'));
    await vi.advanceTimersByTimeAsync(19);
    const second = presigner.presign(item('b'));
    await vi.advanceTimersByTimeAsync(19);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(1);
    expect(await first).toEqual(uploadOf(item('a')));
    expect(await second).toEqual(uploadOf(item('b')));
    expect(calls).toEqual([['a', 'b']]);
  });

  it('keeps nobody waiting longer than 200 ms, however steadily others come', async () => {
    const { calls, presigner } = presignerOn(signAll);
    const names = [...'abcdefghijklmn'];
    const all = names.map(async (name, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 15));
      return presigner.presign(item(name));
    });
    await vi.advanceTimersByTimeAsync(199);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual([names]);
    await Promise.all(all);
    const later = presigner.presign(item('later'));
    await vi.advanceTimersByTimeAsync(19);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await later;
  });

  it('opens a new window for what comes later', async () => {
    const { calls, presigner } = presignerOn(signAll);
    const first = presigner.presign(item('a'));
    await vi.advanceTimersByTimeAsync(20);
    const second = presigner.presign(item('b'));
    await vi.advanceTimersByTimeAsync(20);
    await Promise.all([first, second]);
    expect(calls).toEqual([['a'], ['b']]);
  });

  it('splits a window by what a call may carry', async () => {
    const { calls, presigner } = presignerOn(signAll, 2);
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => presigner.presign(item(name)));
    await vi.advanceTimersByTimeAsync(20);
    expect((await Promise.all(all)).map(({ public_url }) => public_url.slice(-1))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(calls).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it.each([
    ['companion.foreign_path', 'companion.foreign_path'],
    ['input.invalid', 'companion.refused'],
  ])('rejects an item refused with %s alone, with %s', async (code, expected) => {
    const { presigner } = presignerOn((items) =>
      Response.json({
        items: items.map((one) =>
          one.r2_path.endsWith('bad') ? { success: false, error: 'no', code } : uploadOf(one),
        ),
      }),
    );
    const results = Promise.allSettled(['a', 'bad', 'c'].map((name) => presigner.presign(item(name))));
    await vi.advanceTimersByTimeAsync(20);
    expect(await results).toMatchObject([
      { status: 'fulfilled', value: uploadOf(item('a')) },
      { status: 'rejected', reason: { code: expected, retry: 'never' } },
      { status: 'fulfilled', value: uploadOf(item('c')) },
    ]);
  });

  it('rejects all items of a failing call, and only those', async () => {
    const answers = [new Response('', { status: 503 })];
    const { presigner } = presignerOn((items) => answers.shift() ?? signAll(items), 2);
    const results = Promise.allSettled(['a', 'b', 'c'].map((name) => presigner.presign(item(name))));
    await vi.advanceTimersByTimeAsync(20);
    const failed = { status: 'rejected', reason: { code: 'companion.server_error', retry: 'backoff' } };
    expect(await results).toMatchObject([failed, failed, { status: 'fulfilled' }]);
  });
});
