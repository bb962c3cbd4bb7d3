import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Miniflare } from 'miniflare';
import { z } from 'zod';
import { objectKeyFor } from '../../lib/core/object-key';
import type { Fetch } from '../../lib/net/request';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox';
import { inspectorWorker } from '../../sandbox/storage/inspector-worker';
import type { SandboxStore } from '../../sandbox/stores/store';
import { uniformStore } from '../../sandbox/stores/uniform-store';
import { type JobState, jobAnswer, jobItemsAnswer } from '../jobs/jobs-api';
import { read } from './client';
import { environmentFor, token } from './local-r2';
import { bundle, prepared, wayOut } from './local-worker';

const faulty = fileURLToPath(new URL('./faulty-worker.ts', import.meta.url));
const storedObjects = z.array(
  z.object({ key: z.string(), size: z.number(), contentType: z.string(), sha256: z.string() }),
);
const made = new Map<string, Promise<string>>();

/** Made when first asked for. */
function scriptOf(name: 'sound' | 'faulty'): Promise<string> {
  const script = made.get(name) ?? bundle(name === 'faulty' ? faulty : undefined);
  made.set(name, script);
  return script;
}

const standards = {
  ...environmentFor('https://images.example.com'),
  JOBS_SECRET: 'a-secret-for-keys-a-secret-for-keys',
};
const batches = { maxBatchSize: 50, maxBatchTimeout: 0.1 };

type Options = {
  /** Where D1 and R2 keep what they have; messages of the queue are in the process and die with it. */
  folder: string;
  fetch: Fetch;
  script?: 'sound' | 'faulty';
  maxRetries?: number;
  environment?: Record<string, string>;
};

export type Server = Awaited<ReturnType<typeof startServer>>;

/** The Worker with all that server mode needs, as wrangler.jsonc binds it, in the real runtime. */
export async function startServer({ folder, fetch, script = 'sound', maxRetries = 50, environment = {} }: Options) {
  const lines: string[] = [];
  const runtime = { modules: true, compatibilityDate: '2026-07-01' };
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    d1Persist: join(folder, 'd1'),
    r2Persist: join(folder, 'r2'),
    handleRuntimeStdio: (stdout: Readable) => {
      createInterface({ input: stdout }).on('line', (line) => lines.push(line));
    },
    workers: [
      {
        ...runtime,
        name: 'companion',
        script: await scriptOf(script),
        bindings: { ...standards, ...environment },
        d1Databases: { DB: 'companion' },
        r2Buckets: { BUCKET: 'images' },
        queueProducers: { JOBS: 'companion-jobs' },
        queueConsumers: {
          'companion-jobs': { ...batches, maxRetries, deadLetterQueue: 'companion-jobs-dead' },
          'companion-jobs-dead': batches,
        },
        outboundService: wayOut(fetch),
      },
      {
        ...runtime,
        name: 'inspector',
        script: inspectorWorker,
        routes: ['inspector.test/*'],
        r2Buckets: { IMAGES: 'images' },
      },
    ],
  });
  const { origin } = await miniflare.ready;
  const d1 = await miniflare.getD1Database('DB');
  const isMade = await d1.prepare("select 1 from sqlite_master where name = 'server_jobs'").first();
  if (!isMade) await prepared(d1);

  const ask = (path: string, { method = 'GET', body, as = token }: Ask = {}): Promise<Response> => {
    const send = () =>
      globalThis.fetch(`${origin}/api/v1/ozon/jobs${path}`, {
        method,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    // On a busy machine an idle connection may be closed just when it is used again.
    return method === 'GET' ? send().catch(send) : send();
  };
  const dataOf = async <S extends z.ZodType<{ data: unknown }>>(answer: Promise<Response>, schema: S) =>
    (await read(await answer, schema)).body;

  return {
    url: origin,
    lines,
    d1,
    ask,
    start: async (body: object): Promise<JobState> => (await dataOf(ask('', { method: 'POST', body }), jobAnswer)).data,
    state: async (id: string): Promise<JobState> => (await dataOf(ask(`/${id}`), jobAnswer)).data,
    items: async (id: string, query = '') => (await dataOf(ask(`/${id}/items${query}`), jobItemsAnswer)).data,
    /** What the platform calls every minute. */
    tick: async () => {
      const worker: unknown = await miniflare.getWorker('companion');
      if (hasSchedule(worker)) await worker.scheduled({ cron: '* * * * *' });
    },
    /** SHA-256 in hex, type and size of all objects, by key. */
    async objects() {
      const answer = await miniflare.dispatchFetch('http://inspector.test/');
      const found = storedObjects.parse(await answer.json());
      return new Map(found.map(({ key, ...about }) => [key, about]));
    },
    /** The runtime is killed, whatever it is doing. */
    kill: () => miniflare.dispose(),
  };
}

/** What is used here of a Worker, whose types come with a package of their own. */
type Schedule = { scheduled(event: { cron: string }): Promise<unknown> };
const hasSchedule = (worker: unknown): worker is Schedule => worker !== null && worker !== undefined;

type Ask = { method?: string; body?: unknown; as?: string };

/** Ozon and its CDN with a shop of so many products, two pictures each. */
export async function openShop(products: number) {
  const shop = uniformStore({ products, imagesPerProduct: 2, bytes: 10_000 });
  return { shop, sandbox: await startSandbox({ stores: [shop], bucket: 'disk' }) };
}

/** What `objects` has to give after a download of a whole store by user `u1`. */
export async function wantedObjects(sandbox: Sandbox, store: SandboxStore) {
  const expected = await sandbox.expectedObjects(store);
  return new Map(
    expected.map(({ offerId, n, extension, sha256, size, contentType }) => [
      objectKeyFor('u1', offerId, n, extension),
      { sha256, size, contentType },
    ]),
  );
}

/** Resolves when `look` gives a value; asks every 50 ms. */
export async function until<T>(look: () => Promise<T | undefined>, ms = 60_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
