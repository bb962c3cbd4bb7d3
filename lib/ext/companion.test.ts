import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Fetch } from '../net/request';
import { createCompanionClient } from '../storage/companion-client';
import { createObjectStorage } from '../storage/object-storage';
import { createCompanion } from './companion';
import { Database } from './db';
import { createSecrets } from './secrets';
import { connectionItem } from './storage-items';

const url = 'https://companion.example';
const token = `${'t'.repeat(32)}last`;
const health = {
  status: 'ok',
  version: '1',
  plugins: [],
  user_id: 'user-1',
  limits: { presign_batch: 200, max_object_bytes: 1000 },
};

let opened = 0;
let seen: { url: string; token: string | null }[] = [];

/** The companion in use; `answer` stands for whatever companion is asked. */
function companionOn(answer: () => Response | Promise<Response>) {
  opened += 1;
  const fetch: Fetch = async (address, { headers }) => {
    seen.push({ url: address, token: new Headers(headers).get('authorization') });
    return answer();
  };
  const deps = { fetch, now: () => 5, timeoutMs: () => 1000 };
  const secrets = createSecrets(new Database(`companion-${opened}`));
  return createCompanion({ ...deps, secrets, client: createCompanionClient(deps), storage: createObjectStorage(deps) });
}

beforeEach(() => {
  fakeBrowser.reset();
  seen = [];
});

describe('save', () => {
  it('keeps the address and the end of the token, not the token', async () => {
    await companionOn(() => Response.json(health)).save({ url, token });
    expect(await connectionItem.getValue()).toEqual({ url, tokenHint: 'last', check: null });
    expect(JSON.stringify(await fakeBrowser.storage.local.get())).not.toContain(token);
  });

  it('keeps the token when only the rest is saved again', async () => {
    const companion = companionOn(() => Response.json(health));
    await companion.save({ url, token });
    await companion.save({ url, token: '' });
    await companion.cloud();
    expect(seen).toEqual([{ url: `${url}/api/v1/health`, token: `Bearer ${token}` }]);
    expect(await connectionItem.getValue()).toMatchObject({ tokenHint: 'last' });
  });

  it('never shows the token of one companion to another', async () => {
    const companion = companionOn(() => Response.json(health));
    const refusal = { code: 'input.required', params: { field: 'token' } };
    await expect(companion.save({ url, token: '' })).rejects.toMatchObject(refusal);
    await companion.save({ url, token });
    await expect(companion.save({ url: 'https://other.example', token: '' })).rejects.toMatchObject(refusal);
    expect(await connectionItem.getValue()).toMatchObject({ url });
  });
});

describe('cloud', () => {
  it('asks the companion once for all pictures', async () => {
    const companion = companionOn(() => Response.json(health));
    await companion.save({ url, token });
    const [first, second] = await Promise.all([companion.cloud(), companion.cloud()]);
    expect(first).toMatchObject({ userId: 'user-1', maxObjectBytes: 1000 });
    expect(second).toBe(first);
    expect(seen).toHaveLength(1);
  });

  it('asks again after a failure, and after the companion was changed', async () => {
    const answers = [new Response('', { status: 503 }), Response.json(health), Response.json(health)];
    const companion = companionOn(() => answers.shift() ?? new Response('', { status: 500 }));
    await companion.save({ url, token });
    await expect(companion.cloud()).rejects.toMatchObject({ code: 'companion.server_error' });
    await companion.cloud();
    await companion.save({ url: 'https://other.example', token });
    await companion.cloud();
    expect(seen.map((request) => new URL(request.url).host)).toEqual([
      'companion.example',
      'companion.example',
      'other.example',
    ]);
  });

  it('says when there is no companion, and when it does not know the token', async () => {
    const { user_id, ...anonymous } = health;
    const companion = companionOn(() => Response.json(anonymous));
    await expect(companion.cloud()).rejects.toMatchObject({ code: 'companion.missing' });
    await companion.save({ url, token });
    await expect(companion.cloud()).rejects.toMatchObject({ code: 'companion.denied' });
  });
});

describe('check', () => {
  it('keeps what it found, until the companion is saved again', async () => {
    const companion = companionOn(() => new Response('', { status: 401 }));
    await companion.save({ url, token });
    const found = { checkedAt: 5, userId: null, failed: { step: 'health', error: { code: 'companion.denied' } } };
    expect(await companion.check()).toMatchObject(found);
    expect(await connectionItem.getValue()).toMatchObject({ url, check: found });
    await companion.save({ url, token: '' });
    expect(await connectionItem.getValue()).toMatchObject({ check: null });
  });

  it('is not kept for a companion it is not about', async () => {
    let answer = (_: Response) => {};
    const companion = companionOn(() => new Promise<Response>((resolve) => (answer = resolve)));
    await companion.save({ url, token });
    const checking = companion.check();
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve));
    await companion.save({ url: 'https://other.example', token });
    answer(new Response('', { status: 401 }));
    await checking;
    expect(await connectionItem.getValue()).toMatchObject({ url: 'https://other.example', check: null });
  });
});
