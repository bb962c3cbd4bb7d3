import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobId, storeId } from '../../core/ids';
import type { Job } from '../../core/job';
import { copied, deskWithStore } from '../testing/shop-desk';
import { keepFiles } from './keep-files';
import { keepingLock, sweepKeptFiles } from './kept-files';
import type { SourceFile } from './source-file';
import { createUploads } from './uploads';

const id = jobId.parse('11111111-up');
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const file = (path: string, bytes: Uint8Array<ArrayBuffer> = jpeg): SourceFile => ({
  path,
  size: bytes.length,
  read: async () => new Blob([bytes]),
});
const held = new Set<string>();
const heldLocks = async () => [...held];

beforeEach(() => {
  vi.stubGlobal('navigator', {
    locks: {
      request: async (name: string, work: () => Promise<void>) => {
        held.add(name);
        await work().finally(() => held.delete(name));
      },
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  held.clear();
});

async function deskForUpload() {
  const desk = await deskWithStore(async (task) => copied(task));
  const start = createUploads({ db: desk.db, queue: desk.queue, now: Date.now });
  const line = (offerId: string, pictures: number) => ({
    article: offerId,
    productId: '7',
    offerId,
    sku: null,
    pictures,
  });
  const upload = (...counts: number[]) =>
    start({ id, storeId: desk.storeId, field: 'offer_id', lines: counts.map((count, at) => line(`A${at}`, count)) });
  const places = async () => (await desk.db.blobs.toCollection().primaryKeys()).map(([, seq, n]) => `${seq} ${n}`);
  return { ...desk, start, upload, places };
}

const nothing = { onKept: () => {}, start: async () => {} };

describe('pictures put aside by a page', () => {
  it('are kept by line and place, with hash and type, and told as they come', async () => {
    const { db, places } = await deskForUpload();
    const told: number[] = [];
    await keepFiles(db, id, [[file('b/A_1.png'), file('A_2.jpg')], [file('B_1.jpg')]], {
      ...nothing,
      onKept: (n) => told.push(n),
    });
    expect(await places()).toEqual(['0 1', '0 2', '1 1']);
    expect(told).toEqual([1, 2, 3]);
    expect(await db.blobs.get([id, 0, 1])).toMatchObject({ path: 'b/A_1.png', size: 7, contentType: 'image/jpeg' });
  });

  it('leave nothing behind when one cannot be read, or the upload does not begin', async () => {
    const { db, places } = await deskForUpload();
    const gone = { ...file('x'), read: () => Promise.reject(new Error('NotFoundError')) };
    await expect(keepFiles(db, id, [[file('A_1.jpg'), gone]], nothing)).rejects.toMatchObject({ code: 'file.lost' });
    const text = file('A_1.jpg', new Uint8Array([60, 104]));
    await expect(keepFiles(db, id, [[text]], nothing)).rejects.toMatchObject({ code: 'file.lost' });
    const start = () => Promise.reject(new Error('no'));
    await expect(keepFiles(db, id, [[file('A_1.jpg')]], { ...nothing, start })).rejects.toThrow('no');
    expect(await places()).toEqual([]);
  });
});

describe('an upload', () => {
  it('has its rows before it begins, and refuses what was not put aside', async () => {
    const { db, upload } = await deskForUpload();
    await keepFiles(db, id, [[file('A_1.jpg')]], nothing);
    await expect(upload(2)).rejects.toMatchObject({ code: 'file.lost' });
    expect(await db.jobs.count()).toBe(0);
    await keepFiles(db, id, [[file('A_1.jpg')]], { ...nothing, start: () => upload(1).then(() => undefined) });
    expect(await db.jobs.get(id)).toMatchObject({ destination: 'upload', totalImages: 1 });
    await expect.poll(async () => (await db.jobs.get(id))?.status).toBe('completed');
  });

  it('that is cancelled keeps nothing, and cannot be run again as a download', async () => {
    const { db, jobs, queue, upload, places } = await deskForUpload();
    await keepFiles(db, id, [[file('A_1.jpg')]], nothing);
    queue.pause(id);
    await upload(1);
    await jobs.cancel(id);
    expect(await places()).toEqual([]);
    await expect(jobs.again(id)).rejects.toMatchObject({ code: 'job.not_found' });
  });

  it('needs its store', async () => {
    const { db, start } = await deskForUpload();
    await expect(start({ id, storeId: storeId.parse('no'), field: 'sku', lines: [] })).rejects.toMatchObject({
      code: 'store.not_found',
    });
    expect(await db.jobs.count()).toBe(0);
  });
});

describe('sweeping', () => {
  const put = (db: Awaited<ReturnType<typeof deskForUpload>>['db'], lines: SourceFile[][]) =>
    keepFiles(db, id, lines, nothing);

  it('forgets what a closed page left, and nothing of a page at work', async () => {
    const { db, places } = await deskForUpload();
    await put(db, [[file('A_1.jpg')]]);
    held.add(keepingLock(id));
    await sweepKeptFiles(db, heldLocks);
    expect(await places()).toEqual(['0 1']);
    held.clear();
    await sweepKeptFiles(db, heldLocks);
    expect(await places()).toEqual([]);
  });

  it('keeps what an upload still needs: all while it runs, what failed afterwards', async () => {
    const { db, upload, places } = await deskForUpload();
    await put(db, [[file('A_1.jpg'), file('A_2.jpg')]]);
    await upload(2);
    await expect.poll(async () => (await db.jobs.get(id))?.status).toBe('completed');
    await db.tasks.where('id').equals(`${id}/image/0000000/002`).modify({ state: 'failed' });
    const open: Partial<Job> = { status: 'processing' };
    await db.jobs.update(id, open);
    await sweepKeptFiles(db, heldLocks);
    expect(await places()).toEqual(['0 1', '0 2']);
    await db.jobs.update(id, { status: 'partial' });
    await sweepKeptFiles(db, heldLocks);
    expect(await places()).toEqual(['0 2']);
  });

  it('leaves pictures of other jobs alone', async () => {
    const { db, places, create } = await deskForUpload();
    const other = await create(['A']);
    await db.blobs.put({
      ...{
        jobId: other,
        seq: 4,
        n: 1,
        path: 'x',
        size: 1,
        sha256: '',
        contentType: '',
        url: '',
        blob: new Blob(['x']),
      },
    });
    await put(db, [[file('A_1.jpg')]]);
    await sweepKeptFiles(db, heldLocks);
    expect(await places()).toEqual(['4 1']);
  });
});
