import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { jobId } from '../core/ids';
import type { Job } from '../core/job';
import type { Task } from '../core/task';
import { copyImageTask } from '../pipeline/copy-image';
import type { OpenUpload } from '../pipeline/open-upload';
import type { PartUploads } from '../storage/part-uploads';
import { createOpenUploads } from './open-uploads';
import { databaseWith, exportedJob } from './testing/exported-job';
import { deskWithStore } from './testing/shop-desk';

const hour = 60 * 60_000;
const task = copyImageTask(exportedJob, { seq: 0, article: 'a', n: 1, url: 'https://cdn/1.jpg' });
const upload: OpenUpload = {
  ...{ uploadId: 'u', taskId: task.id, jobId: exportedJob, key: 'users/u1/ozon/a/a_1.jpg' },
  ...{ place: 'here', sha256: 's', size: 17, partSize: 8, startedAt: 0 },
};
const row: Task = { ...task, jobId: exportedJob, state: 'queued', attempts: 0, runAt: 0, output: null, error: null };

type Storage = {
  now?: number;
  abort?: () => Promise<void>;
  placeNow?: () => Promise<string>;
  canTakeParts?: boolean;
};

/** A database with one upload of a task in this state, and a storage that answers `abort` in this way. */
async function open(
  {
    state = 'queued',
    job = {},
    given = {},
  }: { state?: Task['state']; job?: Partial<Job>; given?: Partial<OpenUpload> },
  { now = hour, abort = async () => {}, placeNow = async () => 'here', canTakeParts = true }: Storage = {},
) {
  const db = await databaseWith([{ ...row, state }]);
  await db.jobs.update(exportedJob, { status: 'processing', ...job });
  await db.uploads.put({ ...upload, ...given });
  const aborted: string[] = [];
  const parts: Pick<PartUploads, 'abort'> = {
    async abort({ key, uploadId }) {
      aborted.push(`${uploadId} ${key}`);
      await abort();
    },
  };
  const woken: (number | undefined)[] = [];
  const wakeup = { at: async (time: number | undefined) => void woken.push(time) };
  const cloud = async () => ({ placeNow, ...(canTakeParts && { parts }) });
  const uploads = createOpenUploads({ db, cloud, wakeup, now: () => now });
  return { db, ...uploads, aborted, woken, left: () => db.uploads.count() };
}

const ended = { status: 'partial', finishedAt: hour } as const;

describe('the sweep', () => {
  it.each<[string, Parameters<typeof open>[0]]>([
    ['waits for another try', {}],
    ['is of a paused job', { job: { status: 'paused' } }],
    ['failed, while its job goes on', { state: 'failed' }],
    ['failed a moment ago, and may be retried', { state: 'failed', job: { ...ended, finishedAt: 47 * hour } }],
  ])('leaves an upload of two days ago alone whose task %s', async (_, given) => {
    const { sweep, aborted, left } = await open(given, { now: 48 * hour });
    await sweep();
    expect([aborted, await left()]).toEqual([[], 1]);
  });

  it.each<[string, Parameters<typeof open>[0]]>([
    ['is of a cancelled job', { job: { status: 'cancelled' } }],
    ['is of a deleted job', { given: { jobId: jobId.parse('deleted') } }],
    ['is gone', { given: { taskId: 'gone' } }],
    ['has given it up', { given: { dropped: true } }],
    ['failed a day ago', { state: 'failed', job: { ...ended, finishedAt: -23 * hour } }],
    ['got there another way', { state: 'done' }],
  ])('has storage forget an upload whose task %s', async (_, given) => {
    const { sweep, aborted, left, woken } = await open(given);
    await sweep();
    expect([aborted, await left()]).toEqual([['u users/u1/ozon/a/a_1.jpg'], 0]);
    // An alarm stands while storage is asked, and is taken back.
    expect(woken).toEqual([1.5 * hour, undefined]);
  });

  it('comes again when a failed picture has not been retried for a day', async () => {
    const { sweep, woken } = await open({ state: 'failed', job: ended });
    await sweep();
    expect(woken).toEqual([25 * hour]);
  });

  it('asks nothing about an upload that is an object by now', async () => {
    const finished = { publicUrl: 'p', etag: null };
    const waiting = await open({ given: { finished } });
    await waiting.sweep();
    expect(await waiting.left()).toBe(1);
    const settled = await open({ state: 'done', given: { finished } });
    await settled.sweep();
    expect([settled.aborted, await settled.left()]).toEqual([[], 0]);
  });

  it('tries again later when the companion cannot be asked, and not for ever', async () => {
    const abort = () => Promise.reject(new AppError('companion.unreachable', { retry: 'backoff' }));
    const { sweep, left, woken } = await open({ given: { dropped: true } }, { abort });
    await sweep();
    expect([await left(), woken]).toEqual([1, [1.5 * hour, 1.5 * hour]]);
    const old = await open({ given: { dropped: true } }, { abort, now: 9 * 24 * hour });
    await old.sweep();
    expect(await old.left()).toBe(0);
  });

  it.each<[string, Parameters<typeof open>[1]]>([
    ['it went to another storage than the one of now', { placeNow: async () => 'there' }],
    ['the companion of now takes no parts', { canTakeParts: false }],
  ])('asks nobody when %s, and keeps it until storage itself has forgotten it', async (_, storage) => {
    const { sweep, aborted, left, woken } = await open({ given: { dropped: true } }, storage);
    await sweep();
    expect([aborted, await left(), woken]).toEqual([[], 1, [1.5 * hour, 8 * 24 * hour]]);
    const old = await open({ given: { dropped: true } }, { ...storage, now: 8 * 24 * hour });
    await old.sweep();
    expect([old.aborted, await old.left()]).toEqual([[], 0]);
  });

  it('tries again later when nobody can say what storage there is', async () => {
    const placeNow = () => Promise.reject(new AppError('companion.unreachable', { retry: 'backoff' }));
    const { sweep, aborted, left, woken } = await open({ given: { dropped: true } }, { placeNow });
    await sweep();
    expect([aborted, await left(), woken]).toEqual([[], 1, [1.5 * hour, 1.5 * hour]]);
  });

  it('is content when storage knows the upload no longer', async () => {
    const abort = () => Promise.reject(new AppError('storage.upload_gone', { retry: 'backoff' }));
    const { sweep, left } = await open({ given: { dropped: true } }, { abort });
    await sweep();
    expect(await left()).toBe(0);
  });
});

describe('the rows', () => {
  it('are found by their task, but not those given up or unreadable', async () => {
    const { db, find, drop } = await open({});
    expect(await find(task.id)).toEqual([upload]);
    await db.uploads.put(Object.assign({ ...upload, uploadId: 'broken' }, { size: 'large' }));
    await drop(upload);
    expect(await find(task.id)).toEqual([]);
  });

  it.each(['cancel', 'delete'] as const)('of a job are swept on %s', async (command) => {
    const desk = await deskWithStore(() => new Promise(() => {}));
    const id = await desk.create(['a']);
    await desk.db.uploads.put({ ...upload, jobId: id });
    await desk.jobs[command](id);
    await expect.poll(() => desk.abortedUploads).toEqual(['u']);
    await expect.poll(() => desk.db.uploads.count()).toBe(0);
  });
});
