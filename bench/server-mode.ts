import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { JobState } from '../companion/jobs/jobs-api';
import { keptConnections } from '../companion/testing/kept-connections';
import { type Server, startServer, until, wantedObjects } from '../companion/testing/server-stage';
import { openStage } from '../e2e/harness/stage';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox';
import type { SandboxStore } from '../sandbox/stores/store';
import { uniformStore } from '../sandbox/stores/uniform-store';
import { load, openShop, runJob } from './throughput';

const bodyFor = ({ clientId, apiKey, products }: SandboxStore) => ({
  credential: { client_id: clientId, api_key: apiKey },
  articles: products.map(({ offerId }) => offerId),
  download_images: true,
});

/** The job once it is so far, with the platform's minute cut to two seconds. */
function whenIt(server: Server, id: string, isSoFar: (state: JobState) => boolean): Promise<JobState> {
  let ticked = 0;
  return until(async () => {
    if (Date.now() - ticked > 2000) {
      ticked = Date.now();
      await server.tick();
    }
    const state = await server.state(id);
    return isSoFar(state) ? state : undefined;
  }, 300_000);
}

const isOver = ({ finished_at }: JobState) => finished_at !== null;

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'server-mode-'));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

/** A job of so many articles, the runtime killed at each of these shares of its pictures. */
export async function soak(products: number, kills: number[]) {
  const shop = uniformStore({ products, imagesPerProduct: 3, bytes: 60_000 });
  const sandbox = await startSandbox({ stores: [shop], bucket: 'disk', protocol: 'h1' });
  const fetch = keptConnections(sandbox.ports);
  try {
    return await withFolder(async (folder) => {
      // Messages die with the process, so tasks must come again soon; those that merely wait then come twice.
      const open = () => startServer({ folder, fetch, environment: { JOBS_RESEND_SECONDS: '20' } });
      let server = await open();
      const started = Date.now();
      const { job_id } = await server.start(bodyFor(shop));
      const killedAt: number[] = [];
      const lines: string[][] = [server.lines];
      for (const share of kills) {
        const enough = products * 3 * share;
        const state = await whenIt(server, job_id, ({ success_images }) => success_images >= enough);
        killedAt.push(state.success_images);
        await server.kill();
        server = await open();
        lines.push(server.lines);
      }
      const state = await whenIt(server, job_id, isOver);
      const seconds = (Date.now() - started) / 1000;
      const isWhole = isDeepStrictEqual(await server.objects(), await wantedObjects(sandbox, shop));
      const deadLetters = lines.flat().filter((line) => line.includes('dead_letter')).length;
      await server.kill();
      return { state, seconds, killedAt, isWhole, deadLetters, gets: sandbox.cdn.requests.length };
    });
  } finally {
    await sandbox.stop();
  }
}

const perSecond = (ms: number) => ((load.products * load.imagesPerProduct) / ms) * 1000;

async function serverRate(sandbox: Sandbox, shop: SandboxStore): Promise<number> {
  return withFolder(async (folder) => {
    const environment = { JOBS_RESEND_SECONDS: '3600', LOG_LEVEL: 'warn' };
    const server = await startServer({ folder, fetch: keptConnections(sandbox.ports), environment });
    const { job_id } = await server.start(bodyFor(shop));
    const { status, execution_time_ms } = await whenIt(server, job_id, isOver);
    await server.kill();
    if (status !== 'completed') throw new Error(`the job of server mode ended as ${status}`);
    return perSecond(execution_time_ms);
  });
}

/** Pictures a second of server mode and of the extension, in turn, on one sandbox with the load of `npm run bench`. */
export async function compareWithExtension() {
  const delayMs = { cdn: load.delayMs, storage: load.delayMs };
  const stage = await openStage({
    stores: [uniformStore(load)],
    protocol: 'h1',
    delayMs,
    bucket: 'disk',
    moving: true,
  });
  try {
    const [store] = stage.sandbox.stores;
    if (!store) throw new Error('the bench has no store');
    const shop = await openShop(stage);
    await runJob(shop);
    const { createdAt, finishedAt } = await runJob(shop);
    return { extension: perSecond((finishedAt ?? 0) - createdAt), server: await serverRate(stage.sandbox, store) };
  } finally {
    await stage.close();
  }
}
