import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { type Fetch, request } from './request';

const url = 'https://cdn1.ozone.ru/s3/multimedia-4/1.jpg';
const alive = () => new AbortController().signal;
const options = { peer: 'cdn', signal: alive(), timeoutMs: 10_000 } as const;
const ok: Fetch = async () => new Response('body');

/** Answers never, but ends when its request is aborted, as `fetch` does. */
const silent: Fetch = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

describe('request', () => {
  it('gives what was read, and sends no cookies', async () => {
    let sent: RequestInit = {};
    const fetch: Fetch = async (_, init) => {
      sent = init;
      return new Response('body');
    };
    const init = { method: 'PUT', headers: { a: 'b' } };
    expect(await request(fetch, url, { ...options, init }, (response) => response.text())).toBe('body');
    expect(sent).toMatchObject({ credentials: 'omit', method: 'PUT', headers: { a: 'b' } });
  });

  it.each(['cdn', 'companion', 'ozon', 'storage'] as const)('names %s as what cannot be reached', async (peer) => {
    const fetch: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(request(fetch, url, { ...options, peer }, (response) => response.text())).rejects.toMatchObject({
      code: `${peer}.unreachable`,
      retry: 'backoff',
    });
  });

  it.each([
    ['the answer', silent, async () => ''],
    [
      'the body',
      ok,
      () => new Promise<string>((_, reject) => setTimeout(reject, 5, new DOMException('', 'TimeoutError'))),
    ],
  ])('ends when %s takes too long', async (_, fetch, read) => {
    await expect(request(fetch, url, { ...options, timeoutMs: 1 }, read)).rejects.toMatchObject({
      code: 'cdn.timeout',
      retry: 'backoff',
    });
  });

  it('throws the error of the reader on as it is', async () => {
    const error = new AppError('cdn.not_found');
    await expect(request(ok, url, options, () => Promise.reject(error))).rejects.toBe(error);
  });

  it('ends with the job; that is no error of the peer, whatever came first', async () => {
    const job = new AbortController();
    const running = request(silent, url, { ...options, signal: job.signal }, async () => '');
    job.abort();
    await expect(running).rejects.toBe(job.signal.reason);

    const reading = new AbortController();
    const read = () => {
      reading.abort('cancelled');
      return Promise.reject(new AppError('cdn.cut'));
    };
    await expect(request(ok, url, { ...options, signal: reading.signal }, read)).rejects.toBe('cancelled');
  });

  it.each<[string, boolean, (response: Response) => Promise<unknown>]>([
    ['nothing', true, async () => ''],
    ['a part', true, (response) => Promise.reject(response.body?.getReader() && new AppError('cdn.cut'))],
    ['all', false, (response) => response.text()],
  ])('lets go of a body of which it read %s: %s', async (_, aborted, read) => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch: Fetch = async (_url, { signal }) => {
      signals.push(signal);
      return new Response('body');
    };
    await request(fetch, url, options, read).catch(() => undefined);
    expect(signals).toMatchObject([{ aborted }]);
  });

  it('asks nothing for a job that has ended', async () => {
    const asked: string[] = [];
    const fetch: Fetch = async (address) => {
      asked.push(address);
      return new Response('');
    };
    await expect(request(fetch, url, { ...options, signal: AbortSignal.abort() }, async () => '')).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});
