import { describe, expect, it } from 'vitest';
import type { Fetch } from '../lib/net/request';
import { jpegOf } from '../lib/pipeline/testing/pictures';
import { createLook } from './look';

const at = (n: number) => `https://img.example.com/${n}.jpg`;
const urls = Array.from({ length: 12 }, (_, n) => at(n));
const config = { allowPrivateAddresses: false };

describe('createLook', () => {
  it('looks at five at once and answers in the order asked, however long each takes', async () => {
    let running = 0;
    let most = 0;
    const fetch: Fetch = async (url) => {
      running += 1;
      most = Math.max(most, running);
      const n = urls.indexOf(url);
      await new Promise((resolve) => setTimeout(resolve, 12 - n));
      running -= 1;
      return new Response(jpegOf(1200 + n, 1600));
    };
    const findings = await createLook(config, fetch)(urls);
    expect(findings.map(({ url, width }) => [url, width])).toEqual(urls.map((url, n) => [url, 1200 + n]));
    expect(most).toBe(5);
  });

  it('answers in time: what is slow is unreachable, what does not fit into a call is left open', async () => {
    const silent: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const findings = await createLook(config, silent, { pictureMs: 100, callMs: 150 })(urls);
    const codes = findings.map(({ problems }) => problems.map(({ level, reason }) => `${level} ${reason.code}`).join());
    expect(codes).toEqual([
      ...new Array(5).fill('warn picture.unreachable'),
      ...new Array(7).fill('warn picture.cannot_check'),
    ]);
  });
});
