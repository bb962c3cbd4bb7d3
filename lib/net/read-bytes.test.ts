import { describe, expect, it } from 'vitest';
import { createBytePool } from './byte-pool';
import { readBytes } from './read-bytes';

/** A body that comes in pieces, and fails after them when `error` is given. */
function bodyOf(pieces: string[], error?: unknown): ReadableStream {
  const left = pieces.map((piece) => new TextEncoder().encode(piece));
  return new ReadableStream(
    {
      pull(controller) {
        const piece = left.shift();
        if (piece) controller.enqueue(piece);
        else if (error === undefined) controller.close();
        else controller.error(error);
      },
    },
    { highWaterMark: 0 },
  );
}

/** An answer as browsers give it: its body can be read into given memory. */
const bytesAs = (body: string, announced = body.length) =>
  new Response(new Blob([body]).stream(), { headers: { 'content-length': `${announced}` } });

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('readBytes', () => {
  it('gives the whole body, length announced or not', async () => {
    const announced = new Response(bodyOf(['ab', 'cd']), { headers: { 'content-length': '4' } });
    expect(text(await readBytes(announced, 4))).toBe('abcd');
    expect(text(await readBytes(new Response(bodyOf(['ab', 'cd'])), 4))).toBe('abcd');
    expect((await readBytes(new Response(null), 4)).byteLength).toBe(0);
  });

  it('refuses an announced length over the cap before reading a byte', async () => {
    const unread = new ReadableStream({ pull: () => Promise.reject(new Error('was read')) }, { highWaterMark: 0 });
    const response = new Response(unread, { headers: { 'content-length': '5' } });
    await expect(readBytes(response, 4)).rejects.toMatchObject({ code: 'cdn.too_large', retry: 'never' });
  });

  it('stops reading at the cap when no length was announced', async () => {
    let pulled = 0;
    const endless = new ReadableStream(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(2));
        },
      },
      { highWaterMark: 0 },
    );
    await expect(readBytes(new Response(endless), 4)).rejects.toMatchObject({ code: 'cdn.too_large' });
    expect(pulled).toBe(3);
  });

  it.each([
    ['shorter than announced', bodyOf(['ab']), { 'content-length': '4' }],
    ['broken, length announced', bodyOf(['ab'], new TypeError('terminated')), { 'content-length': '4' }],
    ['broken, length unknown', bodyOf(['ab'], new TypeError('terminated')), undefined],
  ])('calls a body %s cut, to be repeated', async (_, body, headers) => {
    const response = new Response(body, headers && { headers });
    await expect(readBytes(response, 10)).rejects.toMatchObject({ code: 'cdn.cut', retry: 'backoff' });
  });

  it('does not measure a decoded body by the length of the encoded one, but caps it', async () => {
    const headers = { 'content-length': '2', 'content-encoding': 'gzip' };
    expect(text(await readBytes(new Response(bodyOf(['abcd']), { headers }), 4))).toBe('abcd');
    const bomb = new Response(bodyOf(['abcd', 'efgh']), { headers });
    await expect(readBytes(bomb, 4)).rejects.toMatchObject({ code: 'cdn.too_large' });
  });

  it.each([
    ['shorter', 'ab'],
    ['longer', 'abcdef'],
  ])('calls a body %s than announced cut, read into given memory too', async (_, body) => {
    await expect(readBytes(bytesAs(body, 4), 10, createBytePool())).rejects.toMatchObject({ code: 'cdn.cut' });
  });

  it('reads into memory that was given back, and shows nothing of what was there', async () => {
    const pool = createBytePool();
    const first = await readBytes(bytesAs('abcdef'), 10, pool);
    const other = await readBytes(bytesAs('ghi'), 10, pool);
    const again = [text(first), text(other)];
    pool.give(first);
    const reused = await readBytes(bytesAs('xy'), 10, pool);
    expect([...again, text(reused), text(other)]).toEqual(['abcdef', 'ghi', 'xy', 'ghi']);
    expect(new Uint8Array(reused.buffer).subarray(2, 6)).toEqual(new TextEncoder().encode('cdef'));
  });

  it('reads a body that fills a buffer to the last byte', async () => {
    const full = 'a'.repeat(65_536);
    expect(text(await readBytes(bytesAs(full), 65_536, createBytePool()))).toBe(full);
  });

  it.each([
    ['AbortError', { name: 'AbortError' }],
    ['TimeoutError', { name: 'TimeoutError' }],
    ['TypeError', { code: 'cdn.cut', retry: 'backoff' }],
  ])('throws %s from given memory as from its own', async (name, thrown) => {
    const reason = name === 'TypeError' ? new TypeError('terminated') : new DOMException('', name);
    const pull = (controller: ReadableByteStreamController) => controller.error(reason);
    const response = new Response(new ReadableStream({ type: 'bytes', pull }), { headers: { 'content-length': '4' } });
    await expect(readBytes(response, 4, createBytePool())).rejects.toMatchObject(thrown);
  });

  it('needs no stream of bytes for that', async () => {
    const response = new Response(bodyOf(['ab', 'cd']), { headers: { 'content-length': '4' } });
    expect(text(await readBytes(response, 4, createBytePool()))).toBe('abcd');
  });

  it.each(['AbortError', 'TimeoutError'])('throws %s on as it is', async (name) => {
    const reason = new DOMException('', name);
    await expect(readBytes(new Response(bodyOf(['a'], reason)), 4)).rejects.toBe(reason);
  });
});
