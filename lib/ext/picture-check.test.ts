import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import type { PictureFinding } from '../core/push';
import { jpegOf } from '../pipeline/testing/pictures';
import { createPictureCheck } from './picture-check';

const at = (name: string | number) => `https://img.example.com/${name}.jpg`;
const alive = new AbortController().signal;
const seen = (url: string): PictureFinding => ({ url, width: 900, height: 1200, bytes: 9, problems: [] });
const good = () => new Response(jpegOf(1200, 1600), { headers: { 'content-type': 'image/jpeg' } });

/** A check whose browser gets `answer` and whose companion gives `there`; both remember what they were asked. */
function desk({
  answer = async (_url: string): Promise<Response> => good(),
  there = async (urls: string[]): Promise<PictureFinding[]> => urls.map(seen),
} = {}) {
  const asked: string[] = [];
  const batches: string[][] = [];
  const clock = { now: 0 };
  const check = createPictureCheck({
    fetch: (url) => {
      asked.push(url);
      return answer(url);
    },
    companionLook: (urls) => {
      batches.push(urls);
      return there(urls);
    },
    now: () => clock.now,
    timeoutMs: () => 1000,
  });
  return { check: (urls: string[], signal = alive) => check(urls, signal), asked, batches, clock };
}

const unreadable = async () => {
  throw new TypeError('Failed to fetch');
};
const codesOf = (findings: PictureFinding[]) =>
  findings.map(({ problems }) => problems.map(({ level, reason }) => `${level} ${reason.code}`).join());

describe('createPictureCheck', () => {
  it('looks by itself where it may, and asks the companion about the others only', async () => {
    const { check, batches } = desk({ answer: (url) => (url === at('b') ? unreadable() : Promise.resolve(good())) });
    const findings = await check([at('a'), at('b'), at('c')]);
    expect(findings.map(({ url, width }) => [url, width])).toEqual([
      [at('a'), 1200],
      [at('b'), 900],
      [at('c'), 1200],
    ]);
    expect(batches).toEqual([[at('b')]]);
  });

  it('does not ask the companion when the browser has seen enough', async () => {
    const { check, batches } = desk({ answer: async () => new Response(null, { status: 404 }) });
    expect(codesOf(await check([at('a')]))).toEqual(['block picture.unreachable']);
    expect(batches).toEqual([]);
  });

  it('gives the findings of the companion to the addresses asked for, in order, ten a call', async () => {
    const urls = Array.from({ length: 23 }, (_, n) => at(n));
    const { check, batches } = desk({
      answer: unreadable,
      there: async (batch) => batch.map((url) => ({ ...seen('https://another.example.com/1.jpg'), bytes: url.length })),
    });
    expect((await check(urls)).map(({ url, bytes }) => [url, bytes])).toEqual(urls.map((url) => [url, url.length]));
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  });

  it('only warns when nobody can look, and leaves a companion that fails alone', async () => {
    const there = () => Promise.reject(new AppError('companion.missing'));
    const { check, batches } = desk({ answer: unreadable, there });
    const findings = await check(Array.from({ length: 12 }, (_, n) => at(n)));
    expect(codesOf(findings)).toEqual(new Array(12).fill('warn picture.cannot_check'));
    expect(batches).toHaveLength(1);
  });

  it.each([
    ['not an address', 'picture.not_url'],
    ['ftp://img.example.com/1.jpg', 'picture.ftp'],
    ['http://2130706433/1.jpg', 'picture.private_address'],
    ['https://img.example.com/1.jpg?token=1', 'picture.signed_url'],
  ])('asks nobody about %s', async (url, code) => {
    const { check, asked, batches } = desk();
    expect(codesOf(await check([url]))).toEqual([`block ${code}`]);
    expect([asked, batches]).toEqual([[], []]);
  });

  it('does not look at what lies at Ozon already', async () => {
    const { check, asked } = desk();
    const ozon = 'https://cdn1.ozone.ru/s3/multimedia-1-3/1.jpg';
    expect(await check([ozon])).toEqual([{ url: ozon, width: null, height: null, bytes: null, problems: [] }]);
    expect(asked).toEqual([]);
    await check(['https://img.example.com/a/s3/multimedia-1/1.jpg']);
    expect(asked).toHaveLength(1);
  });

  it('looks once at an address that is asked for twice', async () => {
    const { check, asked } = desk();
    expect(await check([at('a'), at('a')])).toHaveLength(2);
    expect(asked).toEqual([at('a')]);
  });

  it('keeps a good finding for ten minutes, however often it is asked for', async () => {
    const { check, asked, clock } = desk();
    for (clock.now = 0; clock.now < 10 * 60_000; clock.now += 60_000) await check([at('a')]);
    expect(asked).toHaveLength(1);
    await check([at('a')]);
    expect(asked).toHaveLength(2);
  });

  it('keeps what the companion found too', async () => {
    const { check, batches } = desk({ answer: unreadable });
    await check([at('a')]);
    await check([at('a')]);
    expect(batches).toHaveLength(1);
  });

  it('looks again at a picture that was not good', async () => {
    const answers = [new Response(null, { status: 403 }), good()];
    const { check } = desk({ answer: async () => answers.shift() ?? good() });
    expect(codesOf(await check([at('a')]))).toEqual(['block picture.refused']);
    expect(codesOf(await check([at('a')]))).toEqual(['']);
    const blind = desk({ answer: unreadable, there: unreadable });
    await blind.check([at('a')]);
    await blind.check([at('a')]);
    expect(blind.asked).toHaveLength(2);
  });

  it('forgets the oldest of more than 500', async () => {
    const { check, asked } = desk();
    await check(Array.from({ length: 501 }, (_, n) => at(n)));
    await check([at(1), at(500)]);
    expect(asked).toHaveLength(501);
    await check([at(0)]);
    expect(asked).toHaveLength(502);
  });

  it('looks at six at once', async () => {
    let running = 0;
    let most = 0;
    const { check } = desk({
      answer: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
        return good();
      },
    });
    await check(Array.from({ length: 20 }, (_, n) => at(n)));
    expect(most).toBe(6);
  });

  it('ends with the caller', async () => {
    const caller = new AbortController();
    const { check } = desk({
      answer: unreadable,
      there: async () => {
        caller.abort('closed');
        throw new AppError('companion.unreachable');
      },
    });
    await expect(check([at('a')], caller.signal)).rejects.toBe('closed');
  });
});
