import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startCompanion } from './start';
import { environmentFor, token } from './testing/local-r2';

const environment = {
  ...environmentFor('http://127.0.0.1:1'),
  R2_ENDPOINT_URL: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com',
  R2_ACCESS_KEY_ID: '0123456789abcdef0123456789abcdef',
  R2_PUBLIC_BASE: 'https://images.shop-example.com',
};

/** Headers as Chromium's service worker sends them. */
const browserHeaders = {
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7',
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  origin: `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`,
  'sec-fetch-dest': 'empty',
  'sec-fetch-mode': 'cors',
  'sec-fetch-site': 'cross-site',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
};

/** Bytes on the wire, both ways and headers included, for one call. */
function trafficOf(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const agent = new Agent();
    const sent = request(
      `${url}/api/v1/r2/presigned-urls`,
      { method: 'POST', headers: browserHeaders, agent },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.socket.bytesRead + answer.socket.bytesWritten));
      },
    );
    sent.on('error', reject).end(body);
  });
}

describe('startCompanion', () => {
  it('costs at most 0.8 kB of traffic a picture when three are signed in a call', async () => {
    const companion = await startCompanion(environment, { port: 0 });
    const items = [1, 2, 3].map((n) => ({
      r2_path: `users/u1/ozon/ART-10234-${n}/ART-10234-${n}_${n}.jpg`,
      content_type: 'image/jpeg',
      content_length: 312_345 + n,
      checksum_sha256: `${n}`.repeat(64),
    }));
    const traffic = await trafficOf(companion.url, JSON.stringify({ items }));
    await companion.stop();
    expect(traffic / items.length).toBeLessThan(800);
  });

  it('tells address, provider, bucket and number of tokens, nothing secret, and frees the port', async () => {
    const companion = await startCompanion(
      { ...environment, PORT: '1', HOST: 'nowhere' },
      { port: 0, host: '127.0.0.1' },
    );
    const summary = `Companion on ${companion.url}: Cloudflare R2, bucket images, access tokens: 2`;
    expect(companion.summary).toBe(summary);
    const port = Number(new URL(companion.url).port);
    await expect(startCompanion(environment, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await fetch(`${companion.url}/api/v1/health`);
    await companion.stop();
    const again = await startCompanion(environment, { port });
    await again.stop();
  });
});

/** Runs `node.ts` as `npm run companion` does. */
function run(variables: Record<string, string>) {
  const node = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./node.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, ...variables },
  });
  let output = '';
  const add = (chunk: Buffer) => {
    output += chunk.toString();
  };
  node.stdout.on('data', add);
  node.stderr.on('data', add);
  return { node, output: () => output, exit: once(node, 'exit') };
}

describe('the command', () => {
  it('refuses to start on a half-set environment: exit code 1 and a sentence, no value', async () => {
    const command = run({ ...environment, R2_PUBLIC_BASE: '' });
    expect(await command.exit).toEqual([1, null]);
    expect(command.output()).toBe(
      'The companion cannot start:\n- R2_PUBLIC_BASE is not set; for example R2_PUBLIC_BASE=https://img.example.com\n',
    );
  });

  it('prints one line and stops on SIGTERM', async () => {
    const command = run({ ...environment, PORT: '0' });
    await once(command.node.stdout, 'data');
    expect(command.output()).toMatch(/^Companion on http:\/\/127\.0\.0\.1:\d+: [^\n]+\n$/);
    command.node.kill('SIGTERM');
    expect(await command.exit).toEqual([0, null]);
  });
});
