import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DiskMode } from '../core/disk';
import { newTaskRow } from '../core/task';
import type { Fetch } from '../net/request';
import { createKeepImage, keepImageTask } from './keep-image';
import { createMemoryShelf, job } from './testing/memory-shelf';

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const url = 'https://cdn1.ozone.ru/s3/multimedia-4/1.png';
const context = { signal: new AbortController().signal, now: () => 0, connect: <T>(run: () => Promise<T>) => run() };

function keeping(mode: DiskMode, fetch: Fetch = async () => new Response(jpeg)) {
  const { shelf, kept } = createMemoryShelf([]);
  const handler = createKeepImage({ fetch, timeoutMs: () => 1000, shelf });
  const task = newTaskRow(
    keepImageTask(job, { seq: 3, article: 'a', n: 2, url, disk: { path: 'a/a_2.*', mode } }),
    job,
    0,
  );
  return { run: () => handler.run(task, context), kept, handler, task };
}

describe('keep-image', () => {
  it('keeps the bytes under the name their type asks for, and does not count the picture yet', async () => {
    const { run, kept } = keeping('zip');
    const sha256 = createHash('sha256').update(jpeg).digest('base64');
    expect(await run()).toEqual({
      output: { path: 'a/a_2.jpg', size: 7, sha256, contentType: 'image/jpeg' },
      changes: [{ seq: 3, kept: 1, bytes: 7 }],
      spawn: [],
    });
    expect(kept.get('3/2')).toMatchObject({ path: 'a/a_2.jpg', url, sha256 });
    expect(new Uint8Array((await kept.get('3/2')?.blob.arrayBuffer()) ?? [])).toEqual(jpeg);
  });

  it('queues the saving of a file of its own', async () => {
    expect((await keeping('files').run()).spawn).toEqual([
      {
        id: `${job}/save/image/0000003/002`,
        kind: 'save-file',
        input: { source: { job, seq: 3, n: 2 }, path: 'a/a_2.jpg', lines: [{ seq: 3, numbers: [2] }] },
      },
    ]);
  });

  it.each([
    ['404', () => new Response('', { status: 404 }), 'cdn.not_found'],
    ['HTML', () => new Response('<html>'), 'cdn.not_image'],
    ['nothing', () => new Response(''), 'cdn.empty'],
  ])('fails with the reasons of the CDN and keeps nothing: %s', async (_, answer, code) => {
    const { run, kept, handler, task } = keeping('zip', async () => answer());
    await expect(run()).rejects.toMatchObject({ code });
    expect(kept.size).toBe(0);
    const error = { code: 'cdn.not_found', params: {} } as const;
    expect(await handler.onFailed(task, error)).toEqual([{ seq: 3, failed: 1, error }]);
  });

  it('forgets what a run before it may have put there, once it fails', async () => {
    const { run, kept, handler, task } = keeping('zip');
    await run();
    await handler.onFailed(task, { code: 'cdn.not_found', params: {} });
    expect(kept.size).toBe(0);
  });

  it('keeps nothing for a job that was cancelled while the bytes came', async () => {
    const controller = new AbortController();
    const { kept, handler, task } = keeping('zip');
    const connect = <T>(request: () => Promise<T>, order?: { next?: boolean }) => {
      if (order?.next) controller.abort('cancelled');
      return request();
    };
    await expect(handler.run(task, { ...context, signal: controller.signal, connect })).rejects.toBe('cancelled');
    expect(kept.size).toBe(0);
  });
});
