import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { heaviestPicture } from '../core/judge-picture';
import type { Fetch } from '../net/request';
import { lookAtPicture } from './look-at-picture';
import { jpegOf, pngOf, webp } from './testing/pictures';

const url = 'https://img.example.com/1.jpg';
const jpegHeaders = { 'content-type': 'image/jpeg' };
const maxBytes = heaviestPicture;
const alive = new AbortController().signal;

const look = (fetch: Fetch, address = url, signal = alive, timeoutMs = 1000) =>
  lookAtPicture(address, { fetch, signal, timeoutMs, maxBytes });
const lookAt = (response: Response, address = url) => look(async () => response, address);

/** Bytes in pieces, then nothing more, an endless rest of `filler`, or an error. */
function bodyOf(start: Uint8Array<ArrayBuffer>, { piece = 1000, filler = 0, error = false } = {}) {
  const seen = { pulled: 0, cancelled: false };
  let left = start;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const next = left.length > 0 ? left.subarray(0, piece) : new Uint8Array(filler);
        left = left.subarray(piece);
        seen.pulled += next.length;
        if (next.length > 0) controller.enqueue(next);
        else if (error) controller.error(new TypeError('terminated'));
        else controller.close();
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

describe('a picture that opens', () => {
  it('is measured', async () => {
    const picture = jpegOf(1200, 1600);
    expect(await lookAt(new Response(picture, { headers: jpegHeaders }))).toEqual({
      url,
      width: 1200,
      height: 1600,
      bytes: picture.length,
      problems: [],
    });
    const png = new Response(pngOf(900, 1200), { headers: { 'content-type': 'image/png' } });
    expect(await lookAt(png, url.replace('jpg', 'png'))).toMatchObject({ width: 900, height: 1200, problems: [] });
  });

  it('is asked for once, as by a stranger', async () => {
    const asked: [string, RequestInit][] = [];
    await look(async (address, init) => {
      asked.push([address, init]);
      return new Response(jpegOf(1200, 1600));
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.[0]).toBe(url);
    expect(asked[0]?.[1]).toMatchObject({
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'manual',
    });
  });

  it('is read no further than to its pixels when its length is announced', async () => {
    const { body, seen } = bodyOf(jpegOf(1200, 1600, 3), { piece: 5000, filler: 5000 });
    const headers = { ...jpegHeaders, 'content-length': '2000000' };
    expect(await lookAt(new Response(body, { headers }))).toMatchObject({
      bytes: 2_000_000,
      width: 1200,
      problems: [],
    });
    expect(seen.cancelled).toBe(true);
    expect(seen.pulled).toBeLessThan(400_000);
  });

  it('is counted to its end when its length is not announced, or is that of an encoded body', async () => {
    const picture = new Uint8Array(50_000);
    picture.set(jpegOf(1200, 1600));
    for (const headers of [jpegHeaders, { ...jpegHeaders, 'content-length': '99', 'content-encoding': 'gzip' }]) {
      const { body } = bodyOf(picture, { piece: 7 });
      expect(await lookAt(new Response(body, { headers }))).toMatchObject({ bytes: 50_000, width: 1200, problems: [] });
    }
  });
});

describe('a picture that cannot be used', () => {
  const firstOf = async (looked: ReturnType<typeof lookAt>) => (await looked)?.problems[0];

  it.each([301, 302, 307, 308])('redirects with %d; the other address is not asked', async (status) => {
    const headers = { location: 'http://127.0.0.1/' };
    expect(await firstOf(lookAt(new Response(null, { status, headers })))).toEqual({
      level: 'block',
      reason: { code: 'picture.redirects', params: {} },
    });
  });

  it('redirects in a browser, which hides the status', async () => {
    const response = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    expect((await firstOf(lookAt(response)))?.reason.code).toBe('picture.redirects');
  });

  it.each([
    [401, 'picture.refused'],
    [403, 'picture.refused'],
    [404, 'picture.unreachable'],
    [429, 'picture.unreachable'],
    [500, 'picture.unreachable'],
  ])('answers %d: %s', async (status, code) => {
    const response = new Response(jpegOf(1200, 1600), { status, headers: jpegHeaders });
    expect(await firstOf(lookAt(response))).toEqual({ level: 'block', reason: { code, params: { status } } });
  });

  it.each([
    ['picture.not_image', new TextEncoder().encode('<!doctype html><title>Sign in</title>')],
    ['picture.not_image', new Uint8Array()],
    ['picture.not_image', Uint8Array.from([0xff, 0xd8])],
    ['picture.wrong_type', webp],
    ['picture.type_mismatch', pngOf(1200, 1600)],
    ['picture.damaged', jpegOf(1200, 1600, 2).subarray(0, 100_000)],
    ['picture.too_small', jpegOf(150, 150)],
  ])('is %s by its bytes, whatever header and name say', async (code, bytes) => {
    const response = new Response(bytes, { headers: jpegHeaders });
    expect(await firstOf(lookAt(response))).toMatchObject({ level: 'block', reason: { code } });
  });

  it('is not read on once it is clear that it is another kind of file', async () => {
    const { body, seen } = bodyOf(webp, { filler: 1000 });
    expect(await firstOf(lookAt(new Response(body)))).toMatchObject({ reason: { code: 'picture.wrong_type' } });
    expect(seen).toEqual({ pulled: webp.length, cancelled: true });
  });

  it.each([
    ['announced', { 'content-length': '11000000' }, 11_000_000],
    ['counted', {}, maxBytes + 1],
  ])('is too heavy, %s; reading stops there', async (_, headers, least) => {
    const { body, seen } = bodyOf(jpegOf(1200, 1600), { filler: 100_000 });
    const finding = await lookAt(new Response(body, { headers }));
    expect(finding).toMatchObject({
      width: 1200,
      problems: [{ level: 'block', reason: { code: 'picture.too_heavy' } }],
    });
    expect(finding?.bytes).toBeGreaterThanOrEqual(least);
    expect(seen.pulled).toBeLessThan(maxBytes + 200_000);
    expect(seen.cancelled).toBe(true);
  });

  it('gives the reason the connection was refused for', async () => {
    const refuse: Fetch = () => Promise.reject(new AppError('picture.private_address'));
    expect(await firstOf(look(refuse))).toMatchObject({ level: 'block', reason: { code: 'picture.private_address' } });
  });
});

describe('when nothing can be seen', () => {
  const silent: Fetch = (_, { signal }) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

  it.each([
    ['no connection, or no permission of the browser', () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'an answer that breaks off',
      async () => new Response(bodyOf(jpegOf(1200, 1600), { piece: 10, error: true }).body),
    ],
    ['no answer in time', silent],
  ])('%s: undefined', async (_, fetch) => {
    expect(await look(fetch, url, alive, 20)).toBeUndefined();
  });

  it('ends with the caller', async () => {
    const caller = new AbortController();
    const looking = look(silent, url, caller.signal);
    caller.abort('closed');
    await expect(looking).rejects.toBe('closed');
  });

  it('lets go of a body it does not read', async () => {
    let signal: AbortSignal | null | undefined;
    await look(async (_, init) => {
      signal = init.signal;
      return new Response('', { status: 404 });
    });
    expect(signal?.aborted).toBe(true);
  });
});
