import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import type { JobId } from '../core/ids';
import { readZip } from '../core/testing/read-zip';
import type { Fetch } from '../net/request';
import type { Clock } from '../queue/ports';
import { sleep } from '../queue/sleep';
import { createDiskJobs } from './disk-jobs';
import { createDesk } from './testing/desk';

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

const beginning = Date.now();
/** Time that runs fast: whoever packs looks every second and a half whether all pictures are there. */
const haste = 30;
const clock: Clock = {
  now: () => beginning + (Date.now() - beginning) * haste,
  sleep: (ms, signal) => sleep(ms / haste, signal),
};

/** A shop whose every article has two pictures, and a CDN; `refusals` counts down what the CDN refuses. */
async function diskDesk() {
  const cdn = { refusals: 0, requests: 0 };
  const fetch: Fetch = async (url, { body }) => {
    if (url.startsWith('https://c/')) {
      cdn.requests += 1;
      cdn.refusals -= 1;
      return cdn.refusals >= 0 ? new Response('', { status: 404 }) : new Response(jpeg);
    }
    const ids = Object.values(JSON.parse(String(body)))
      .flat()
      .map(String);
    const known = ids.filter((id) => id !== 'nobody');
    return Response.json({
      items: known.map((id, n) => ({ id: n + 1, offer_id: id, images: [`https://c/${id}/1`, `https://c/${id}/2`] })),
    });
  };
  const copy = async () => {
    throw new Error('nothing is copied to storage');
  };
  const desk = createDesk(fetch, copy, clock.now, clock);
  const { id: storeId } = await desk.stores.save({ name: 'Shop', clientId: '1', apiKey: '12345678' });
  const start = async (...articles: string[]) => {
    const { id } = await desk.jobs.create({ storeId, field: 'offer_id', destination: 'disk', articles });
    await desk.queue.pump();
    return id;
  };
  const job = (id: JobId) => desk.db.jobs.get(id);
  const { ended, sweep } = createDiskJobs({ ...desk.disk, db: desk.db });
  return { ...desk, cdn, start, job, ended, sweep };
}

describe('a job to disk', () => {
  it('becomes one archive and keeps nothing of it', async () => {
    const { start, job, disk, db } = await diskDesk();
    const id = await start('a', 'b', 'nobody');
    expect(await job(id)).toMatchObject({
      status: 'partial',
      successImages: 4,
      failedImages: 0,
      kept: 0,
      openTasks: 0,
    });
    expect([...disk.saved.values()]).toEqual([expect.stringMatching(/^ozon-images-.*\.zip$/)]);
    expect(await db.blobs.count()).toBe(0);
  });

  it('keeps no names of a job that ended well', async () => {
    const { start, db, job, ended, disk } = await diskDesk();
    const whole = await job(await start('a'));
    disk.refuse.push(new AppError('disk.cancelled'));
    const refused = await job(await start('b'));
    if (!whole || !refused) throw new Error('the jobs are gone');
    await ended(whole);
    await ended(refused);
    expect((await db.fileNames.toArray()).map(({ jobId }) => jobId)).toEqual([refused.id, refused.id]);
    expect([...disk.written.keys()]).toEqual([expect.stringContaining(refused.id.slice(0, 8))]);
  });

  it('saves files by the settings of its start, and a list of them at the end', async () => {
    const { start, job, disk, jobs, queue } = await diskDesk();
    disk.set({ diskMode: 'files', diskTemplate: '{offer_id}_{nn}' });
    disk.refuse.push(new AppError('disk.cancelled'));
    const id = await start('a');
    expect(await job(id)).toMatchObject({ status: 'failed', successImages: 1, failedImages: 1, kept: 0 });
    const lists = () =>
      [...disk.written].flatMap(([name, bytes]) =>
        name.endsWith('.json') ? [JSON.parse(new TextDecoder().decode(bytes))] : [],
      );
    expect(lists()).toMatchObject([
      { pictures: [{ file: 'a_02.jpg' }], failed: [{ article: 'a', number: 1, error: 'disk.cancelled' }] },
    ]);
    await jobs.retry(id);
    await queue.pump();
    expect(await job(id)).toMatchObject({ status: 'completed', successImages: 2, failedImages: 0, kept: 0 });
    expect([...disk.saved.values()].map((name) => name.replace(/-.*\./, '.')).sort()).toEqual([
      ...['a_01.jpg', 'a_02.jpg', 'manifest.csv', 'manifest.csv', 'manifest.json', 'manifest.json'],
    ]);
    expect(lists().at(-1).pictures).toHaveLength(2);
  });

  it('saves a refused archive at a retry without fetching anything again', async () => {
    const { start, job, disk, jobs, queue, cdn } = await diskDesk();
    disk.refuse.push(new AppError('disk.cancelled'));
    const id = await start('a', 'b');
    expect(await job(id)).toMatchObject({ status: 'failed', failedImages: 4, successImages: 0, kept: 0 });
    await jobs.retry(id);
    await queue.pump();
    expect(await job(id)).toMatchObject({ status: 'completed', failedImages: 0, successImages: 4, kept: 0 });
    expect(cdn.requests).toBe(4);
    expect(disk.saved.size).toBe(1);
  });

  it('packs at a retry what could not be written, without fetching it again', async () => {
    for (const code of [undefined, 'disk.full'] as const) {
      const { start, job, disk, jobs, queue, cdn, db } = await diskDesk();
      disk.refuseWrite.push(new AppError('disk.full'));
      const id = await start('a', 'b');
      expect(await job(id)).toMatchObject({ status: 'failed', failedImages: 4, successImages: 0, kept: 0 });
      await jobs.retry(id, code);
      await queue.pump();
      expect(await job(id)).toMatchObject({ status: 'completed', failedImages: 0, successImages: 4, kept: 0 });
      expect(cdn.requests).toBe(4);
      expect(await db.blobs.count()).toBe(0);
    }
  });

  it('loses no picture that a retry brings into a line of a refused archive', async () => {
    const { start, job, disk, jobs, queue, cdn } = await diskDesk();
    cdn.refusals = 1;
    disk.refuse.push(new AppError('disk.cancelled'));
    const id = await start('a', 'b');
    expect(await job(id)).toMatchObject({ status: 'failed', failedImages: 4 });
    await jobs.retry(id);
    await queue.pump();
    expect(await job(id)).toMatchObject({ status: 'completed', successImages: 4, failedImages: 0, kept: 0 });
    expect([...disk.written.values()].map((bytes) => readZip(bytes).length - 2)).toEqual([3, 1]);
  });

  it('packs what a retry brings into another archive', async () => {
    const { start, job, disk, jobs, queue, cdn } = await diskDesk();
    cdn.refusals = 1;
    const id = await start('a', 'b');
    expect(await job(id)).toMatchObject({ status: 'partial', successImages: 3, failedImages: 1 });
    await jobs.retry(id);
    await queue.pump();
    expect(await job(id)).toMatchObject({ status: 'completed', successImages: 4, failedImages: 0, kept: 0 });
    expect([...disk.saved.values()][1]).toMatch(/-part-2\.zip$/);
    const pictures = [...disk.written.values()].map((bytes) => readZip(bytes).length - 2);
    expect(pictures).toEqual([3, 1]);
  });

  it('leaves nothing behind when it is deleted', async () => {
    const { start, jobs, disk, db } = await diskDesk();
    disk.refuse.push(new AppError('disk.cancelled'));
    const id = await start('a');
    expect(disk.written.size).toBe(1);
    await jobs.delete(id);
    expect(disk.written.size).toBe(0);
    expect(await db.fileNames.count()).toBe(0);
  });

  it('leaves nothing behind when the worker died before it could clear up', async () => {
    const { start, disk, db, sweep } = await diskDesk();
    disk.refuse.push(new AppError('disk.cancelled'), new AppError('disk.cancelled'));
    const cancelled = await start('a');
    const failed = await start('b');
    const [row] = await db.fileNames.toArray();
    if (!row) throw new Error('no names are kept');
    await db.blobs.put({
      ...{ jobId: cancelled, seq: 0, n: 1, url: 'https://c/a/1', path: 'a/a_1.jpg', size: 7, sha256: '' },
      ...{ contentType: 'image/jpeg', blob: new Blob([jpeg]) },
    });
    await db.jobs.update(cancelled, { status: 'cancelled' });
    await sweep();
    expect(await db.blobs.count()).toBe(0);
    expect([...disk.written.keys()]).toEqual([expect.stringContaining(failed.slice(0, 8))]);
    expect(new Set((await db.fileNames.toArray()).map(({ jobId }) => jobId))).toEqual(new Set([failed]));
    await db.jobs.delete(failed);
    await sweep();
    expect(disk.written.size).toBe(0);
    expect(await db.fileNames.count()).toBe(0);
  });
});
