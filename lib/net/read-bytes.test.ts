import { describe, expect, it } from 'vitest';
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

const text = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes);

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

  it.each(['AbortError', 'TimeoutError'])('throws %s on as it is', async (name) => {
    const reason = new DOMException('', name);
    await expect(readBytes(new Response(bodyOf(['a'], reason)), 4)).rejects.toBe(reason);
  });
});
