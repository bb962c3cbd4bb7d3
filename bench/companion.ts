import { Sha256 } from '@aws-sdk/checksums/sha';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { serve } from '@hono/node-server';
import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { Hono } from 'hono';
import { createCompanion } from '../companion/app';
import { readConfig } from '../companion/config';
import { createJsonLog } from '../companion/log';
import { nodeScrypt } from '../companion/node-scrypt';
import { startCompanion } from '../companion/start';
import { environmentFor, token } from '../companion/testing/local-r2';
import { startWorker } from '../companion/testing/local-worker';

const environment = environmentFor('https://r2.example.com');
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const batch = 500;
// Base64, as the extension sends it.
const checksum_sha256 = 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=';

const nobody = () => Promise.reject(new Error('nobody is asked here'));
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function createApp() {
  return createCompanion(readConfig(environment, { presignBatch: 1000 }), {
    log: createJsonLog('silent', () => {}),
    fetchPublic: nobody,
    fetchStorage: nobody,
    fetchOzon: nobody,
    scrypt: nodeScrypt,
    clientOf: () => '',
  });
}

const items = Array.from({ length: batch }, (_, n) => ({
  r2_path: `users/u1/ozon/ART-${n}/ART-${n}_1.jpg`,
  content_type: 'image/jpeg',
  content_length: 300_000 + n,
  checksum_sha256,
}));
const body = JSON.stringify({ items });

/** One batch by the class alone: what no companion can be faster than. */
function createBareSigner() {
  const credentials = { accessKeyId: 'local-key', secretAccessKey: 'local-secret' };
  const signer = new S3RequestPresigner({ region: 'auto', credentials, sha256: Sha256 });
  return async () => {
    for (const { r2_path, content_type, content_length } of items) {
      const signed = await signer.presign(
        new HttpRequest({
          method: 'PUT',
          protocol: 'https:',
          hostname: 'r2.example.com',
          path: `/images/${r2_path}`,
          headers: {
            host: 'r2.example.com',
            'content-type': content_type,
            'content-length': String(content_length),
            'x-amz-checksum-sha256': checksum_sha256,
          },
        }),
        {
          expiresIn: 300,
          signableHeaders: new Set(['content-type']),
          unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        },
      );
      buildQueryString(signed.query ?? {});
    }
  };
}

/** Signatures a second on one core, in batches of 500: ours and the bare class's, in rounds that take turns. */
export async function measureSigning(rounds: number) {
  const app = createApp();
  const ask = async () => (await app.request('/api/v1/r2/presigned-urls', { method: 'POST', headers, body })).text();
  const bare = createBareSigner();
  for (let n = 0; n < 5; n++) await Promise.all([ask(), bare()]);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < rounds; n++) {
    theirs.push(await secondsOf(bare));
    ours.push(await secondsOf(ask));
  }
  const ratios = ours.map((seconds, n) => (theirs[n] ?? 0) / seconds);
  return { ours: batch / median(ours), bare: batch / median(theirs), ratio: median(ratios) };
}

/** Requests a second over HTTP, 20 at once: one signature each, and a bare echo by the same framework. */
export async function measureRequests(count: number) {
  const companion = await startCompanion({ ...environment, LOG_LEVEL: 'silent' }, { port: 0 });
  const echo = new Hono().post('/echo', async (context) => context.json(await context.req.json()));
  const server = serve({ fetch: echo.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const one = JSON.stringify(items[0]);
  const rate = async (url: string) => {
    const worker = async () => {
      for (let n = 0; n < count / 20; n++) await (await fetch(url, { method: 'POST', headers, body: one })).text();
    };
    return count / (await secondsOf(() => Promise.all(Array.from({ length: 20 }, worker))));
  };
  await rate(`http://127.0.0.1:${port}/echo`);
  const result = {
    ours: await rate(`${companion.url}/api/v1/r2/presigned-url`),
    bare: await rate(`http://127.0.0.1:${port}/echo`),
  };
  server.close();
  await companion.stop();
  return result;
}

/** Milliseconds to the first signature of a fresh Worker, and to the one after it. */
export async function measureFirstAnswer() {
  const worker = await startWorker({ ...environment, LOG_LEVEL: 'silent' });
  const ask = async () =>
    (
      await fetch(`${worker.url}/api/v1/r2/presigned-url`, { method: 'POST', headers, body: JSON.stringify(items[0]) })
    ).text();
  const first = (await secondsOf(ask)) * 1000;
  const second = (await secondsOf(ask)) * 1000;
  await worker.stop();
  return { first, second };
}

/** Heap after each tenth of so many signatures, MiB; flat when nothing is kept. */
export async function measureMemory(signatures: number) {
  const app = createApp();
  const heap: number[] = [];
  const batches = Math.ceil(signatures / batch);
  for (let n = 1; n <= batches; n++) {
    await (await app.request('/api/v1/r2/presigned-urls', { method: 'POST', headers, body })).text();
    if (n % Math.ceil(batches / 10) === 0) {
      globalThis.gc?.();
      heap.push(Math.round(process.memoryUsage().heapUsed / 1024 ** 2));
    }
  }
  return heap;
}
