import { describe, expect, it } from 'vitest';
import { jobId } from '../core/ids';
import type { HandlerContext } from '../queue/ports';
import { createSendInParts, type Sendable } from './send-in-parts';
import { createMemoryUploads, createPartStorage } from './testing/part-storage';

const task = { id: 'job/image/0000000/001', jobId: jobId.parse('job') };
const text = 'The first ten, and more of them: 45 bytes all..';
const picture = (body = text): Sendable => ({
  ...{ key: 'key', contentType: 'image/jpeg', sha256: `hash of ${body}`, size: body.length },
  body: new TextEncoder().encode(body).buffer,
});

/** One seller's browser and storage; each `send` is one run of the task. */
function open(options?: Parameters<typeof createPartStorage>[0]) {
  const cloud = createPartStorage(options);
  const memory = createMemoryUploads();
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const sendInParts = createSendInParts({ ...cloud, uploads: memory.uploads, sleep, random: () => 1 });
  const job = new AbortController();
  const context: HandlerContext = { signal: job.signal, now: () => 5000, connect: (request) => request() };
  const send = (object = picture()) => sendInParts(cloud.parts, object, task, context);
  const count = (step: RegExp) => cloud.steps.filter((name) => step.test(name)).length;
  return { ...cloud, ...memory, waits, job, send, count };
}

const refused = (status: number, code: string) => () => new Response(`<Code>${code}</Code>`, { status });
const cut = () => Promise.reject(new TypeError('Failed to fetch'));
const done = { publicUrl: 'https://public.example/key', etag: '"whole"' };

describe('an upload in parts', () => {
  it('is on disk before its first part is sent, and whole at the end', async () => {
    const { send, plan, rows, objects, steps } = open();
    const seen: unknown[] = [];
    const good = () => new Response('', { headers: { etag: '"1"' } });
    plan('put 2', () => {
      seen.push(...rows.values());
      return good();
    });
    plan('complete', () => Response.json({ public_url: done.publicUrl, etag: done.etag }));
    expect(await send()).toEqual(done);
    expect(seen).toEqual([
      {
        ...{ uploadId: 'upload-1', taskId: task.id, jobId: 'job', key: 'key', sha256: picture().sha256 },
        ...{ size: 47, partSize: 10, startedAt: 5000 },
      },
    ]);
    const whole = open();
    await whole.send({ ...picture(), body: new Blob([text]) });
    expect(whole.objects.get('key')).toBe(text);
    expect(objects.size).toBe(0);
    expect(steps.filter((step) => step.startsWith('put')).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `put ${n}`));
  });

  it('sends three parts at once, each signed when its turn has come', async () => {
    const { send, steps, mostInFlight, count } = open();
    await send();
    expect(mostInFlight()).toBe(3);
    expect(steps.indexOf('sign 4')).toBeGreaterThan(steps.findIndex((step) => step.startsWith('put')));
    expect(count(/^sign/)).toBe(5);
    expect(count(/^list/)).toBe(0);
  });

  it('goes on with what storage has, and sends no part twice', async () => {
    const { send, plan, steps, objects, count, rows } = open();
    for (const part of [4, 5]) plan(`put ${part}`, refused(429, 'TooManyRequests'));
    await expect(send()).rejects.toMatchObject({ code: 'storage.rate_limited' });
    expect(rows.size).toBe(1);
    const before = steps.length;
    expect(await send()).toEqual(done);
    expect(steps.slice(before).sort()).toEqual(['complete', 'list', 'put 4', 'put 5', 'sign 4', 'sign 5']);
    expect(objects.get('key')).toBe(text);
    expect(count(/^create/)).toBe(1);
  });

  it('sends a part again that storage has in another length', async () => {
    const { send, plan, open: atStorage, objects } = open();
    plan('complete', refused(503, ''));
    await expect(send()).rejects.toMatchObject({ code: 'companion.server_error' });
    atStorage.get('upload-1')?.set(2, new Uint8Array(3));
    await send();
    expect(objects.get('key')).toBe(text);
  });

  it('begins anew when the picture is another by now', async () => {
    const { send, plan, dropped, objects } = open();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    const other = `${text.slice(0, -1)}!`;
    await send(picture(other));
    expect(dropped).toEqual(['upload-1']);
    expect(objects.get('key')).toBe(other);
  });

  it('sends nothing when it was done and only its task did not hear of it', async () => {
    const { send, steps } = open();
    await send();
    const before = steps.length;
    expect(await send()).toEqual(done);
    expect(steps.slice(before)).toEqual([]);
  });

  it('leaves the ETags to the companion where the browser may not read them', async () => {
    const { send, objects } = open({ readableEtags: false });
    await send();
    expect(objects.get('key')).toBe(text);
  });
});

describe('a part that is refused', () => {
  it.each([
    ['has expired', 403, 'ExpiredRequest'],
    ['is refused', 403, 'SignatureDoesNotMatch'],
  ])('gets a fresh address at once when the first one %s', async (_, status, code) => {
    const { send, plan, addresses, waits, count } = open();
    plan('put 2', refused(status, code));
    expect(await send()).toEqual(done);
    expect(addresses.filter((address) => address.includes('part=2'))).toHaveLength(2);
    expect(new Set(addresses).size).toBe(6);
    expect(waits).toEqual([]);
    expect(count(/^put/)).toBe(6);
  });

  it.each([
    ['ExpiredRequest', 'storage.expired'],
    ['SignatureDoesNotMatch', 'storage.signature'],
  ])('is no endless loop: %s twice ends the run', async (name, code) => {
    const { send, plan, count, rows } = open();
    plan('put 2', ...Array.from({ length: 9 }, () => refused(403, name)));
    await expect(send()).rejects.toMatchObject({ code });
    expect(count(/^put 2/)).toBe(2);
    expect(rows.size).toBe(1);
  });

  it('is cut: sent again after a while, alone', async () => {
    const { send, plan, waits, count, objects } = open();
    plan('put 3', cut, cut);
    expect(await send()).toEqual(done);
    expect(waits).toEqual([500, 1000]);
    expect([count(/^put 3/), count(/^put/)]).toEqual([3, 7]);
    expect(objects.get('key')).toBe(text);
  });

  it('is cut again and again: the queue is to wait, no other part begins, and the upload stays known', async () => {
    const { send, plan, count, rows, dropped } = open();
    plan('put 1', cut, cut, cut);
    plan('sign 2', () => new Response('', { status: 401 }));
    await expect(send()).rejects.toMatchObject({ code: 'companion.denied' });
    expect(count(/^put [45]/)).toBe(0);
    expect([rows.size, dropped]).toEqual([1, []]);
  });

  it('is obeyed when storage names the time', async () => {
    const { send, plan, waits } = open();
    plan('put 1', () => new Response('', { status: 503, headers: { 'Retry-After': '7' } }));
    await expect(send()).rejects.toMatchObject({ retry: { at: 12_000 } });
    expect(waits).toEqual([]);
  });
});

describe('an upload storage knows no longer', () => {
  it('is forgotten, and begun anew in the same run', async () => {
    const { send, plan, open: atStorage, objects, rows, count } = open();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    atStorage.clear();
    expect(await send()).toEqual(done);
    expect(objects.get('key')).toBe(text);
    expect([...rows.keys()]).toEqual(['upload-2']);
    expect(count(/^put 1/)).toBe(2);
  });

  it('is forgotten when a part tells of it', async () => {
    const { send, plan, rows } = open();
    plan('put 2', refused(404, 'NoSuchUpload'));
    await expect(send()).rejects.toMatchObject({ code: 'storage.upload_gone', retry: 'backoff' });
    expect(rows.size).toBe(0);
  });

  it.each([
    ['companion is down', () => new Response('', { status: 502 })],
    ['token is refused', () => new Response('', { status: 401 })],
    ['network is gone', cut],
  ])('is not meant when the %s', async (_, answer) => {
    const { send, plan, rows } = open();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    plan('list', answer);
    await expect(send()).rejects.toThrow();
    expect([...rows.keys()]).toEqual(['upload-1']);
    expect(await send()).toEqual(done);
  });

  it('is given up when its parts do not fit, at the storage or at the companion', async () => {
    const parts = () => Response.json({ success: false, error: '', code: 'storage.parts_refused' }, { status: 409 });
    const { send, plan, dropped, count } = open();
    plan('complete', parts);
    await expect(send()).rejects.toMatchObject({ code: 'storage.parts_refused', retry: 'backoff' });
    expect(dropped).toEqual(['upload-1']);
    const url = { upload_url: 'https://bucket.example/x', expires_at: '2026-11-20T12:00:00Z' };
    plan('sign 1', () => Response.json({ parts: [{ part_number: 1, content_length: 16, ...url }] }));
    await expect(send()).rejects.toMatchObject({ code: 'storage.parts_refused' });
    expect(dropped).toEqual(['upload-1', 'upload-2']);
    expect(count(/^put 1/)).toBe(1);
  });
});

describe('an upload whose job is cancelled', () => {
  it('ends at once and is given up', async () => {
    const { send, plan, job, dropped, count } = open();
    plan('put 1', () => new Promise<Response>(() => {}));
    plan('put 2', async () => {
      job.abort('cancelled');
      return new Response('');
    });
    await expect(send()).rejects.toBe('cancelled');
    expect(dropped).toEqual(['upload-1']);
    expect(count(/^put [45]|^complete/)).toBe(0);
  });

  it('is written down even when it began at that very moment', async () => {
    const { send, plan, job, dropped, count } = open();
    const told = { upload_id: 'late', part_size: 10, part_count: 5, public_url: done.publicUrl };
    plan('create', async () => {
      job.abort('cancelled');
      return Response.json(told);
    });
    await expect(send()).rejects.toBe('cancelled');
    expect(dropped).toEqual(['late']);
    expect(count(/^put|^sign/)).toBe(0);
  });
});
