import { describe, expect, it } from 'vitest';
import { failure, pictureLookAnswer } from '../../lib/storage/companion-api';
import { type Running, read } from './client';
import { token } from './local-r2';
import type { startPictureHost } from './picture-host';

type Host = Awaited<ReturnType<typeof startPictureHost>>;

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const ask = (running: Running, body: unknown, sent: Record<string, string> = headers) =>
  fetch(`${running.url}/api/v1/pictures/look`, { method: 'POST', headers: sent, body: JSON.stringify(body) });

/** What a companion finds at these addresses. */
export async function look(running: Running, urls: string[]) {
  const { body } = await read(await ask(running, { urls }), pictureLookAnswer);
  return body.findings;
}

const codesOf = (findings: Awaited<ReturnType<typeof look>>) =>
  findings.map(({ problems }) => problems.map(({ reason }) => reason.code).join());

/** What every companion does about pictures' addresses, with its standard settings. */
export function describeLookRefusals(running: () => Running, host: () => Host): void {
  describe('addresses of pictures', () => {
    it('need a token', async () => {
      const answer = await ask(running(), { urls: ['https://x.example.com'] }, { 'content-type': 'application/json' });
      expect((await read(answer, failure)).status).toBe(401);
    });

    it('are from 1 to 50 texts', async () => {
      for (const body of [{}, { urls: [] }, { urls: [7] }, { urls: [''] }]) {
        const { status, body: refused } = await read(await ask(running(), body), failure);
        expect([status, refused.code, refused.error.slice(0, 4)]).toEqual([400, 'input.invalid', 'urls']);
      }
      const tooMany = await read(await ask(running(), { urls: new Array(51).fill('x') }), failure);
      expect(tooMany).toMatchObject({ status: 413, body: { error: expect.stringContaining('50') } });
      expect(await look(running(), new Array(50).fill('x'))).toHaveLength(50);
    });

    it('are not asked when they are private, in whatever form', async () => {
      const { port } = host();
      const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '127.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost', '0'];
      const urls = hosts.flatMap((name) => [`http://${name}:${port}/good.jpg`, `https://${name}:${port}/good.jpg`]);
      const findings = await look(running(), [...urls, 'https://169.254.169.254/', 'https://2852039166/']);
      expect([...new Set(codesOf(findings))]).toEqual(['picture.private_address']);
      expect(host().asked).toEqual([]);
    });

    it('are not asked with a secret in them, or by other protocols; http is left to others', async () => {
      const urls = ['https://u:p@img.example.com/1.jpg', 'ftp://img.example.com/1.jpg', 'x', 'http://img.example.com/'];
      expect(codesOf(await look(running(), urls))).toEqual([
        'picture.signed_url',
        'picture.ftp',
        'picture.not_url',
        'picture.cannot_check',
      ]);
    });
  });
}

/** What a companion sees that may look at hosts on this computer. */
export function describeLook(running: () => Running, host: () => Host): void {
  const at = (path: string) => `${host().url}${path}`;

  it('measures pictures, in the order asked', async () => {
    const paths = ['/good.jpg', '/none.jpg', '/counted.jpg', '/webp.jpg', '/page.jpg', '/login.jpg', '/good.jpg'];
    const findings = await look(running(), paths.map(at));
    expect(findings.map(({ url }) => url)).toEqual(paths.map(at));
    expect(codesOf(findings)).toEqual([
      '',
      'picture.unreachable',
      '',
      'picture.wrong_type',
      'picture.not_image',
      'picture.refused',
      '',
    ]);
    expect(findings[0]).toMatchObject({ width: 1200, height: 1600 });
    expect(findings[2]?.bytes).toBe(findings[0]?.bytes);
  });

  it('reports redirects and does not follow them, wherever they lead', async () => {
    const before = host().asked.length;
    expect(codesOf(await look(running(), [at('/moved.jpg'), at('/inside.jpg')]))).toEqual([
      'picture.redirects',
      'picture.redirects',
    ]);
    const asked = host().asked.slice(before);
    expect(asked.map(({ path }) => path).sort()).toEqual(['/inside.jpg', '/moved.jpg']);
  });

  it('stops at 10 MB of a picture without an end', async () => {
    const [finding] = await look(running(), [at('/endless.jpg')]);
    expect(finding?.problems[0]?.reason.code).toBe('picture.too_heavy');
  });

  it('calls unreachable what does not answer', async () => {
    const [finding] = await look(running(), ['http://127.0.0.1:1/1.jpg']);
    expect(finding?.problems).toMatchObject([{ level: 'warn', reason: { code: 'picture.unreachable' } }]);
  });

  it('tells the host nothing about the caller', async () => {
    await look(running(), [at('/good.jpg')]);
    const sent = host().asked.at(-1)?.headers ?? {};
    expect(
      Object.keys(sent).filter((name) => /^(?:authorization|cookie|referer|origin|x-api-key)$/.test(name)),
    ).toEqual([]);
    expect(JSON.stringify(sent)).not.toContain(token);
  });
}
