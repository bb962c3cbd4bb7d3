import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../lib/storage/companion-api';
import { read } from './testing/client';
import { keptConnections } from './testing/kept-connections';
import { otherToken } from './testing/local-r2';
import { openShop, type Server, startServer, until, wantedObjects } from './testing/server-stage';

const { shop, sandbox } = await openShop(30);
const articles = shop.products.map(({ offerId }) => offerId);
const request = { credential: { client_id: shop.clientId, api_key: shop.apiKey }, download_images: true };
const counts = { total_articles: 30, processed: 30, total_images: 60, success_images: 60, failed_images: 0 };

let folder: string;
let server: Server;

const makeFolder = async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-mode-'));
};
const close = async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
};

afterAll(() => sandbox.stop());
beforeEach(() => sandbox.cdn.faults.clear());

const open = async (options: Partial<Parameters<typeof startServer>[0]> = {}) => {
  server = await startServer({ folder, fetch: keptConnections(sandbox.ports), ...options });
  return server;
};
let ticked = 0;

const isOver = (status: string) => !['pending', 'processing'].includes(status);
/** The job when it is over; the platform's minute is half a second here. */
const ended = (id: string) =>
  until(async () => {
    if (Date.now() > ticked + 500) {
      ticked = Date.now();
      await server.tick();
    }
    const state = await server.state(id);
    return isOver(state.status) ? state : undefined;
  });
const everythingKept = async () => {
  const tables = ['server_jobs', 'server_items', 'server_tasks', 'stored_pictures'];
  const rows = await Promise.all(tables.map((table) => server.d1.prepare(`select * from ${table}`).all()));
  return JSON.stringify(rows);
};

// Seconds on a quiet machine.
describe('a job of server mode in a bad world', { timeout: 90_000 }, () => {
  beforeEach(makeFolder);
  afterEach(close);

  it('loses nothing and does nothing twice when the runtime is killed in its middle', async () => {
    // Messages die with the runtime, which no queue of Cloudflare's does: they count as lost soon.
    const environment = { JOBS_RESEND_SECONDS: '1' };
    await open({ environment });
    const { job_id } = await server.start({ ...request, articles });
    await until(async () => ((await server.state(job_id)).success_images >= 10 ? true : undefined));
    expect(await everythingKept()).not.toContain(shop.apiKey);
    await server.kill();

    await open({ environment });
    const before = await server.state(job_id);
    expect(before).toMatchObject({ status: 'processing', total_articles: 30 });
    expect(before.success_images).toBeLessThan(60);
    expect(await ended(job_id)).toMatchObject({ status: 'completed', ...counts });
    expect(await server.objects()).toEqual(await wantedObjects(sandbox, shop));
    const { items, next } = await server.items(job_id, '?from=0&limit=500');
    expect(items.map(({ article }) => article)).toEqual(articles);
    expect(items.every(({ urls }) => new Set(urls).size === 2)).toBe(true);
    expect(next).toBeNull();
    expect(server.lines.filter((line) => line.includes('dead_letter'))).toEqual([]);
    expect(await server.d1.prepare('select credential from server_jobs').first()).toEqual({ credential: null });

    const asked = sandbox.cdn.requests.length;
    const again = await server.start({ ...request, articles: articles.slice(0, 10) });
    expect(await ended(again.job_id)).toMatchObject({ status: 'completed', success_images: 20 });
    expect(sandbox.cdn.requests.length).toBe(asked);
  });

  it('survives consumers that die and sends that fail; what kills them is counted as failed', async () => {
    await open({ script: 'faulty', maxRetries: 3 });
    const { job_id } = await server.start({ ...request, articles });
    expect(await ended(job_id)).toMatchObject({
      status: 'partial',
      ...{ ...counts, success_images: 59, failed_images: 1 },
    });
    const { items } = await server.items(job_id);
    expect(items.filter(({ status }) => status !== 'success')).toMatchObject([
      { article: articles[3], status: 'failed', success_images: 1, failed_images: 1, error: 'job.gave_up' },
    ]);
    const wanted = [...(await wantedObjects(sandbox, shop))].filter(([key]) => !key.includes(`${articles[3]}_1.`));
    expect(await server.objects()).toEqual(new Map(wanted));
    expect(server.lines.filter((line) => line.includes('dead_letter'))).toHaveLength(1);
  });
});

describe('a job of server mode', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    await makeFolder();
    await open({ environment: { QUOTA_OBJECTS_PER_DAY: '5' } });
  }, 60_000);
  afterAll(close);

  it('counts against the limits of its user, and waits for the next day', async () => {
    const { job_id } = await server.start({ ...request, articles: articles.slice(0, 5) });
    const state = await until(async () => {
      const now = await server.state(job_id);
      return now.success_images >= 5 ? now : undefined;
    });
    expect(state).toMatchObject({ status: 'processing', success_images: 5, failed_images: 0, total_images: 10 });
    expect((await server.objects()).size).toBe(5);
  });

  it('collects addresses only, for whole stores and by vendor codes, and is cancelled', async () => {
    const before = await server.objects();
    const { credential } = request;
    const whole = await server.start({ credential, whole_store: true });
    const codes = await server.start({ credential, field: 'vendor_code', articles: ['V-7', 'V-7', 'nobody'] });
    expect(await ended(whole.job_id)).toMatchObject({ status: 'completed', download_images: false, ...counts });
    expect(await ended(codes.job_id)).toMatchObject({ status: 'partial', total_articles: 2, success_images: 2 });
    const { items, next } = await server.items(whole.job_id, '?from=10&limit=5');
    expect([items.length, next, items[0]?.urls.length]).toEqual([5, 15, 2]);
    expect((await server.items(codes.job_id)).items[1]).toMatchObject({ status: 'failed', error: 'product.not_found' });
    expect(await server.objects()).toEqual(before);

    sandbox.cdn.faults.add({ match: () => true, kind: 'status', status: 503 });
    // None that storage has from before.
    const { job_id } = await server.start({ ...request, articles: articles.slice(10) });
    await until(async () => ((await server.state(job_id)).total_images > 0 ? true : undefined));
    expect((await server.ask(`/${job_id}/cancel`, { method: 'POST' })).status).toBe(200);
    expect(await server.state(job_id)).toMatchObject({ status: 'cancelled', success_images: 0 });
    expect((await server.items(job_id)).items[0]?.status).toBe('cancelled');
    const listed = await (await server.ask('?limit=2')).json();
    expect(listed).toMatchObject({ data: { jobs: [{ job_id }, { job_id: codes.job_id }], next: codes.job_id } });
  });

  it("is its own user's alone, and asks for what it needs", async () => {
    const { job_id } = await server.start({ ...request, articles: articles.slice(0, 1) });
    const refusal = async (answer: Promise<Response>) => {
      const { status, body } = await read(await answer, failure);
      return [status, body.code];
    };
    for (const path of [`/${job_id}`, `/${job_id}/items`, '/nothing'])
      expect(await refusal(server.ask(path, { as: otherToken }))).toEqual([404, 'job.not_found']);
    expect(await refusal(server.ask(`/${job_id}/cancel`, { method: 'POST', as: otherToken }))).toEqual([
      404,
      'job.not_found',
    ]);
    expect(await (await server.ask('', { as: otherToken })).json()).toMatchObject({ data: { jobs: [], next: null } });
    const start = (body: object) => refusal(server.ask('', { method: 'POST', body }));
    expect(await start({ ...request, articles, user_id: 'u2' })).toEqual([403, 'companion.foreign_path']);
    expect(await start({ ...request })).toEqual([400, 'input.invalid']);
    expect(await start({ ...request, articles, whole_store: true })).toEqual([400, 'input.invalid']);
    expect(await start({ ...request, articles: new Array(10_001).fill('x') })).toEqual([413, 'companion.refused']);
    expect(await refusal(server.ask('', { as: 'nobody' }))).toEqual([401, 'companion.denied']);
    expect(await (await fetch(`${server.url}/api/v1/health`)).json()).toMatchObject({
      plugins: expect.arrayContaining([expect.objectContaining({ name: 'server_mode', enabled: true })]),
    });
  });
});
