import { expect, it, vi } from 'vitest';
import { createCompanionClient } from './companion-client';
import { createPartUploads } from './part-uploads';

it('waits for an object to be made longer than the companion waits for the storage', async () => {
  vi.useFakeTimers();
  try {
    const fetch = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((resolve, reject) => {
        setTimeout(() => resolve(Response.json({ public_url: 'https://public.example/key', etag: '"e-2"' })), 35_000);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const client = createCompanionClient({ fetch, now: () => 0, timeoutMs: () => 20_000 });
    const { complete } = createPartUploads({ client, access: { url: 'https://companion.example', token: 't' } });
    const upload = { key: 'key', uploadId: 'id', size: 20_000_000, sha256: 's' };
    const completed = complete(upload, [], new AbortController().signal).catch((thrown: unknown) => thrown);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(await completed).toEqual({ publicUrl: 'https://public.example/key', etag: '"e-2"' });
  } finally {
    vi.useRealTimers();
  }
});
