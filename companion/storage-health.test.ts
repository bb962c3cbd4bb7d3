import { describe, expect, it } from 'vitest';
import { createJsonLog } from './log';
import type { StorageSettings } from './settings';
import { usualQuirks } from './settings';
import { createStorageClient } from './storage-client';
import { createStorageHealth } from './storage-health';

const settings: StorageSettings = {
  ...usualQuirks,
  name: 's3',
  displayName: 'S3',
  endpoint: 'https://s3.example.com',
  addressing: 'path',
  region: 'us-east-1',
  bucket: 'images',
  accessKeyId: 'the-key-id',
  secretAccessKey: 'the-secret',
  publicBase: 'https://img.example.com',
};

type Answer = () => Response | Promise<Response>;

/** A storage that gives these answers in turn, the last again and again, and the health made of them. */
function open(answers: Answer[]) {
  const asked: string[] = [];
  const lines: string[] = [];
  let time = 0;
  const client = createStorageClient(settings, {
    timeoutMs: 20,
    fetch: async (url, { signal }) => {
      asked.push(url);
      const answer = answers[Math.min(asked.length, answers.length) - 1]?.();
      const cut = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      });
      return Promise.race([answer ?? new Response(), cut]);
    },
  });
  const log = createJsonLog('info', (line) => lines.push(line));
  const health = createStorageHealth(client, { log, now: () => time });
  return { health, asked, lines, wait: (ms: number) => (time += ms) };
}

const good = () => new Response('<ListBucketResult/>');
const refused = () => new Response('<Error><Code>InvalidAccessKeyId</Code></Error>', { status: 403 });

describe('health of the storage', () => {
  it('is asked once in 30 s', async () => {
    const { health, asked, wait } = open([good, refused]);
    expect([await health(), await health()]).toEqual([true, true]);
    wait(29_999);
    expect(await health()).toBe(true);
    expect(asked).toHaveLength(1);
    wait(1);
    expect(await health()).toBe(false);
    expect(asked).toEqual([asked[0], asked[0]]);
    expect(asked[0]).toBe('https://s3.example.com/images?list-type=2&max-keys=1&prefix=users%2F');
  });

  it.each([
    ['a refusal', refused, { status: 403, kind: 'InvalidAccessKeyId' }],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), { kind: 'storage.unreachable' }],
    ['no answer in time', () => new Promise<Response>(() => {}), { kind: 'storage.timeout' }],
  ])('is bad after %s, with the reason in the log and no secret', async (_, answer, told) => {
    const { health, lines } = open([answer]);
    expect(await health()).toBe(false);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', event: 'storage.unhealthy', ...told },
    ]);
    expect(lines.join()).not.toMatch(/the-key-id|the-secret|example\.com/);
  });
});
