import { describe, expect, it } from 'vitest';
import type { Fetch } from '../lib/net/request';
import { createPublicFetch } from './public-fetch';
import { privateHosts, wrongAddresses } from './testing/hostile-addresses';

const good = 'https://img.example.com/1.jpg';

/** A world where some addresses redirect; `asked` are those that were asked. */
function world(redirects: Record<string, string> = {}, status = 302) {
  const asked: string[] = [];
  const fetch: Fetch = async (url, { redirect }) => {
    asked.push(url);
    expect(redirect).toBe('manual');
    const location = redirects[url];
    return location === undefined ? new Response('bytes') : new Response(null, { status, headers: { location } });
  };
  return { asked, fetch: createPublicFetch({ allowPrivateAddresses: false }, fetch), plain: fetch };
}

describe('an address from people', () => {
  it.each(privateHosts)('is not asked at %s', async (host) => {
    const { asked, fetch } = world();
    for (const url of [`https://${host}/1.jpg`, `https://${host}:8443/latest/meta-data`])
      await expect(fetch(url, {})).rejects.toMatchObject({ code: 'picture.private_address' });
    expect(asked).toEqual([]);
  });

  it.each(wrongAddresses)('is not asked as %j', async (url, code) => {
    const { asked, fetch } = world();
    await expect(fetch(url, {})).rejects.toMatchObject({ code });
    expect(asked).toEqual([]);
  });

  it('is asked in public, with a signature in it too', async () => {
    for (const url of [good, 'https://93.184.216.34/1.jpg', 'https://[2606:2800:220:1::1]/1.jpg', `${good}?sig=abc`])
      expect(await (await world().fetch(url, {})).text()).toBe('bytes');
  });
});

describe('a redirect', () => {
  // A header holds no other letters.
  it.each(privateHosts.filter((host) => !/[^ -~]/.test(host)))('to %s is not followed', async (host) => {
    const { asked, fetch } = world({ [good]: `https://${host}/latest` });
    await expect(fetch(good, {})).rejects.toMatchObject({ code: 'picture.private_address' });
    expect(asked).toEqual([good]);
  });

  it.each(wrongAddresses.filter(([url]) => /^[a-z]+:\/\/[^\\\t]+$/.test(url)))(
    'to %j is not followed',
    async (url, code) => {
      const { asked, fetch } = world({ [good]: url });
      await expect(fetch(good, {})).rejects.toMatchObject({ code });
      expect(asked).toEqual([good]);
    },
  );

  it.each([301, 302, 303, 307, 308])('%i is followed in public, relative ones too, each checked', async (status) => {
    const { asked, fetch } = world(
      { [good]: '/2.jpg', 'https://img.example.com/2.jpg': '//cdn.example.com/3.jpg' },
      status,
    );
    expect(await (await fetch(good, {})).text()).toBe('bytes');
    expect(asked).toEqual([good, 'https://img.example.com/2.jpg', 'https://cdn.example.com/3.jpg']);
    const trap = world({ [good]: '/2.jpg', 'https://img.example.com/2.jpg': 'https://10.0.0.1/' }, status);
    await expect(trap.fetch(good, {})).rejects.toMatchObject({ code: 'picture.private_address' });
  });

  it('has an end, and is handed back to who asks for that', async () => {
    const { asked, fetch } = world({ [good]: good });
    await expect(fetch(good, {})).rejects.toMatchObject({ code: 'picture.redirects' });
    expect(asked).toHaveLength(6);
    const manual = world({ [good]: 'https://10.0.0.1/' });
    expect((await manual.fetch(good, { redirect: 'manual' })).status).toBe(302);
    expect(manual.asked).toEqual([good]);
  });

  it('may lead anywhere on one computer, for tests', async () => {
    const { plain } = world({ [good]: 'http://127.0.0.1/' });
    const fetch = createPublicFetch({ allowPrivateAddresses: true }, plain);
    expect(await (await fetch(good, {})).text()).toBe('bytes');
    await expect(fetch('ftp://127.0.0.1/', {})).rejects.toMatchObject({ code: 'picture.not_url' });
  });
});
