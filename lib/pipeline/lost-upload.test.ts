import { describe, expect, it } from 'vitest';
import { cut, done, openPartsDesk, refused, text } from './testing/parts-desk';

describe('an upload storage knows no longer', () => {
  it('is forgotten, and begun anew in the same run', async () => {
    const { send, plan, open: atStorage, objects, rows, count } = openPartsDesk();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    atStorage.clear();
    expect(await send()).toEqual(done);
    expect(objects.get('key')).toBe(text);
    expect([...rows.keys()]).toEqual(['upload-2']);
    expect(count(/^put 1/)).toBe(2);
  });

  it('is forgotten when a part tells of it', async () => {
    const { send, plan, rows } = openPartsDesk();
    plan('put 2', refused(404, 'NoSuchUpload'));
    await expect(send()).rejects.toMatchObject({ code: 'storage.upload_gone', retry: 'backoff' });
    expect(rows.size).toBe(0);
  });

  it.each([
    ['companion is down', () => new Response('', { status: 502 })],
    ['token is refused', () => new Response('', { status: 401 })],
    ['network is gone', cut],
  ])('is not meant when the %s', async (_, answer) => {
    const { send, plan, rows } = openPartsDesk();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    plan('list', answer);
    await expect(send()).rejects.toThrow();
    expect([...rows.keys()]).toEqual(['upload-1']);
    expect(await send()).toEqual(done);
  });

  it('is given up when its parts do not fit, at the storage or at the companion', async () => {
    const parts = () => Response.json({ success: false, error: '', code: 'storage.parts_refused' }, { status: 409 });
    const { send, plan, dropped, count } = openPartsDesk();
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

describe('an upload to another storage than the one of now', () => {
  it('is left alone, and goes on when that one is back', async () => {
    const { send, plan, move, objects, rows, dropped, steps, count } = openPartsDesk();
    plan('put 5', refused(429, ''));
    await expect(send()).rejects.toThrow();
    const before = steps.length;
    move('there');
    plan('complete', refused(503, ''));
    await expect(send()).rejects.toThrow();
    expect(steps.slice(before)).not.toContain('list');
    expect([[...rows.values()].map(({ place }) => place), dropped]).toEqual([['here', 'there'], []]);
    move('here');
    expect(await send()).toEqual(done);
    expect(objects.get('key')).toBe(text);
    expect([count(/^create/), count(/^put 1/), count(/^put 5/)]).toEqual([2, 2, 3]);
  });

  it('is sent to the new one, though it was done in the old one', async () => {
    const { send, move, count } = openPartsDesk();
    await send();
    move('there');
    await send();
    expect([count(/^create/), count(/^put/)]).toEqual([2, 10]);
  });
});

describe('an upload whose job is cancelled', () => {
  it('ends at once and is given up', async () => {
    const { send, plan, job, dropped, count } = openPartsDesk();
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
    const { send, plan, job, dropped, count } = openPartsDesk();
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
