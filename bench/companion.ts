import { createCompanion } from '../companion/app';
import { readConfig } from '../companion/config';
import { createJsonLog } from '../companion/log';
import { nodeScrypt } from '../companion/node-scrypt';
import { token } from '../companion/testing/local-r2';
import { startWorker } from '../companion/testing/local-worker';
import { environment, items } from './bare-signer';

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const nobody = () => Promise.reject(new Error('nobody is asked here'));

function createBatchSigner() {
  const app = createCompanion(readConfig(environment, { presignBatch: 1000 }), {
    log: createJsonLog('silent', () => {}),
    fetchPublic: nobody,
    fetchStorage: nobody,
    fetchOzon: nobody,
    scrypt: nodeScrypt,
    clientOf: () => '',
  });
  const body = JSON.stringify({ items });
  return async () => (await app.request('/api/v1/r2/presigned-urls', { method: 'POST', headers, body })).text();
}

/** Milliseconds to the first signature of a fresh Worker, and to the one after it. */
export async function measureFirstAnswer() {
  const worker = await startWorker(environment);
  const body = JSON.stringify(items[0]);
  const ask = async () => {
    const start = performance.now();
    await (await fetch(`${worker.url}/api/v1/r2/presigned-url`, { method: 'POST', headers, body })).text();
    return performance.now() - start;
  };
  const answers = { first: await ask(), second: await ask() };
  await worker.stop();
  return answers;
}

/** Heap after each tenth of so many signatures, MiB; flat when nothing is kept. */
export async function measureMemory(signatures: number) {
  const sign = createBatchSigner();
  const heap: number[] = [];
  const batches = Math.ceil(signatures / items.length);
  for (let n = 1; n <= batches; n++) {
    await sign();
    if (n % Math.ceil(batches / 10) === 0) {
      globalThis.gc?.();
      heap.push(Math.round(process.memoryUsage().heapUsed / 1024 ** 2));
    }
  }
  return heap;
}
