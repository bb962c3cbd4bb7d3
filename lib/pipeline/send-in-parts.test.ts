import { describe, expect, it } from 'vitest';
import { cut, done, openPartsDesk, picture, refused, task, text } from './testing/parts-desk';

describe('an upload in parts', () => {
  it('is on disk before its first part is sent, and whole at the end', async () => {
    const { send, plan, rows, objects, steps } = openPartsDesk();
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
        ...{ place: 'here', size: 47, partSize: 10, startedAt: 5000 },
      },
    ]);
    const whole = openPartsDesk();
    await whole.send({ ...picture(), body: new Blob([text]) });
    expect(whole.objects.get('key')).toBe(text);
    expect(objects.size).toBe(0);
    expect(steps.filter((step) => step.startsWith('put')).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `put ${n}`));
  });

  it('sends three parts at once, each signed when its turn has come', async () => {
    const { send, steps, mostInFlight, count } = openPartsDesk();
    await send();
    expect(mostInFlight()).toBe(3);
    expect(steps.indexOf('sign 4')).toBeGreaterThan(steps.findIndex((step) => step.startsWith('put')));
    expect(count(/^sign/)).toBe(5);
    expect(count(/^list/)).toBe(0);
  });

  it('goes on with what storage has, and sends no part twice', async () => {
    const { send, plan, steps, objects, count, rows } = openPartsDesk();
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
    const { send, plan, open: atStorage, objects } = openPartsDesk();
    plan('complete', refused(503, ''));
    await expect(send()).rejects.toMatchObject({ code: 'companion.server_error' });
    atStorage.get('upload-1')?.set(2, new Uint8Array(3));
    await send();
    expect(objects.get('key')).toBe(text);
  });

  it('begins anew when the picture is another by now', async () => {
    const { send, plan, dropped, objects } = openPartsDesk();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    const other = `${text.slice(0, -1)}!`;
    await send(picture(other));
    expect(dropped).toEqual(['upload-1']);
    expect(objects.get('key')).toBe(other);
  });

  it('sends nothing when it was done and only its task did not hear of it', async () => {
    const { send, steps } = openPartsDesk();
    await send();
    const before = steps.length;
    expect(await send()).toEqual(done);
    expect(steps.slice(before)).toEqual([]);
  });

  it('sends nothing when it was done and only the answer was lost', async () => {
    const { send, plan, steps, rows } = openPartsDesk();
    plan('complete', async (usual) => {
      await usual();
      return cut();
    });
    await expect(send()).rejects.toMatchObject({ code: 'companion.unreachable' });
    const before = steps.length;
    expect(await send()).toEqual(done);
    expect(steps.slice(before)).toEqual(['list', 'complete']);
    expect([...rows.values()]).toMatchObject([{ uploadId: 'upload-1', finished: done }]);
  });

  it('leaves the ETags to the companion where the browser may not read them', async () => {
    const { send, objects } = openPartsDesk({ readableEtags: false });
    await send();
    expect(objects.get('key')).toBe(text);
  });
});

describe('a part that is refused', () => {
  it.each([
    ['has expired', 403, 'ExpiredRequest'],
    ['is refused', 403, 'SignatureDoesNotMatch'],
  ])('gets a fresh address at once when the first one %s', async (_, status, code) => {
    const { send, plan, addresses, waits, count } = openPartsDesk();
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
    const { send, plan, count, rows } = openPartsDesk();
    plan('put 2', ...Array.from({ length: 9 }, () => refused(403, name)));
    await expect(send()).rejects.toMatchObject({ code });
    expect(count(/^put 2/)).toBe(2);
    expect(rows.size).toBe(1);
  });

  it('is cut: sent again after a while, alone', async () => {
    const { send, plan, waits, count, objects } = openPartsDesk();
    plan('put 3', cut, cut);
    expect(await send()).toEqual(done);
    expect(waits).toEqual([500, 1000]);
    expect([count(/^put 3/), count(/^put/)]).toEqual([3, 7]);
    expect(objects.get('key')).toBe(text);
  });

  it('is cut again and again: the queue is to wait, no other part begins, and the upload stays known', async () => {
    const { send, plan, count, rows, dropped } = openPartsDesk();
    plan('put 1', cut, cut, cut);
    plan('sign 2', () => new Response('', { status: 401 }));
    await expect(send()).rejects.toMatchObject({ code: 'companion.denied' });
    expect(count(/^put [45]/)).toBe(0);
    expect([rows.size, dropped]).toEqual([1, []]);
  });

  it('is obeyed when storage names the time', async () => {
    const { send, plan, waits } = openPartsDesk();
    plan('put 1', () => new Response('', { status: 503, headers: { 'Retry-After': '7' } }));
    await expect(send()).rejects.toMatchObject({ retry: { at: 12_000 } });
    expect(waits).toEqual([]);
  });
});
