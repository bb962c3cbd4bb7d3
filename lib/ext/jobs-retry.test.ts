import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { AppError } from '../core/app-error';
import { jobId } from '../core/ids';
import { copied, createDoor, deskWithStore, endOf } from './testing/shop-desk';

const refusal = new AppError('cdn.not_found');

beforeEach(() => {
  fakeBrowser.reset();
});

describe('retry', () => {
  it('runs again only what failed, and counts as if it had never failed', async () => {
    const runs: string[] = [];
    const broken = new Set(['0000000/002']);
    const desk = await deskWithStore(async (task) => {
      const place = task.id.split('/').slice(2).join('/');
      runs.push(place);
      if (broken.delete(place)) throw refusal;
      return copied(task);
    });
    const id = await desk.create(['a', 'b', 'nobody']);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({
      status: 'partial',
      failedArticles: 2,
      failedImages: 1,
      successImages: 3,
    });
    runs.length = 0;
    await desk.jobs.retry(id);
    await endOf(desk.queue.pump());
    expect(runs).toEqual(['0000000/002']);
    expect(await desk.job(id)).toMatchObject({
      status: 'partial',
      processed: 3,
      failedArticles: 1,
      totalImages: 4,
      successImages: 4,
      failedImages: 0,
      openTasks: 0,
    });
    expect((await desk.items(id)).map(({ status, error }) => [status, error?.code])).toEqual([
      ['success', undefined],
      ['success', undefined],
      ['failed', 'product.not_found'],
    ]);
  });

  it.each(['pause', 'cancel'] as const)('works after a %s that came when the job had just ended', async (command) => {
    const errors = [refusal];
    const desk = await deskWithStore(async (task) => {
      const error = errors.shift();
      if (error) throw error;
      return copied(task);
    });
    const id = await desk.create(['a']);
    await endOf(desk.queue.pump());
    await desk.jobs[command](id);
    await desk.jobs.retry(id);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ status: 'completed', successImages: 2 });
  });

  it('works after a job ended while it was paused', async () => {
    const door = createDoor();
    const errors = [refusal];
    const desk = await deskWithStore(async (task) => {
      const result = await door.enter(task);
      const error = errors.shift();
      if (error) throw error;
      return result;
    });
    const id = await desk.create(['a']);
    await door.busy;
    await desk.jobs.pause(id);
    door.open();
    await endOf(desk.queue.pump());
    await desk.jobs.retry(id);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ status: 'completed', successImages: 2 });
  });

  it('leaves open and cancelled jobs alone', async () => {
    const desk = await deskWithStore(async (task) => copied(task));
    const id = await desk.create(['a']);
    await endOf(desk.queue.pump());
    await desk.db.jobs.update(id, { status: 'cancelled' });
    await desk.jobs.retry(id);
    expect(await desk.job(id)).toMatchObject({ status: 'cancelled', round: 0 });
  });
});

describe('retry of one reason', () => {
  it('leaves what failed for another as it is, in the counters and on the line', async () => {
    const runs: string[] = [];
    const broken = new Map([
      ['0000000/001', new AppError('cdn.not_image')],
      ['0000000/002', refusal],
      ['0000001/001', refusal],
    ]);
    const desk = await deskWithStore(async (task) => {
      const place = task.id.split('/').slice(2).join('/');
      runs.push(place);
      const error = broken.get(place);
      if (error) throw error;
      return copied(task);
    });
    const id = await desk.create(['a', 'b', 'nobody']);
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ failedArticles: 3, failedImages: 3, successImages: 1 });
    broken.delete('0000000/002');
    broken.delete('0000001/001');
    runs.length = 0;
    await desk.jobs.retry(id, 'cdn.not_found');
    await endOf(desk.queue.pump());
    expect(runs.sort()).toEqual(['0000000/002', '0000001/001']);
    expect(await desk.job(id)).toMatchObject({
      ...{ status: 'partial', processed: 3, failedArticles: 2, totalImages: 4, successImages: 3, failedImages: 1 },
      openTasks: 0,
    });
    expect((await desk.items(id)).map(({ status, error }) => [status, error?.code])).toEqual([
      ['failed', 'cdn.not_image'],
      ['success', undefined],
      ['failed', 'product.not_found'],
    ]);
  });

  it('looks up again what was not found, and nothing else', async () => {
    const desk = await deskWithStore(async () => Promise.reject(refusal));
    const id = await desk.create(['a', 'nobody']);
    await endOf(desk.queue.pump());
    await desk.jobs.retry(id, 'product.not_found');
    expect(await desk.job(id)).toMatchObject({ processed: 1, failedArticles: 1, failedImages: 2, openTasks: 1 });
    await endOf(desk.queue.pump());
    expect(await desk.job(id)).toMatchObject({ status: 'failed', processed: 2, failedArticles: 2, failedImages: 2 });
  });

  it('changes nothing where nothing failed for that reason', async () => {
    const desk = await deskWithStore(async () => Promise.reject(refusal));
    const id = await desk.create(['a']);
    await endOf(desk.queue.pump());
    const before = await desk.job(id);
    await desk.jobs.retry(id, 'cdn.timeout');
    expect(await desk.job(id)).toEqual(before);
  });
});

describe('again', () => {
  it('makes a new job of the same list', async () => {
    const desk = await deskWithStore(async (task) => copied(task));
    const id = await desk.create(['b', 'nobody', 'a']);
    await endOf(desk.queue.pump());
    const { id: next } = await desk.jobs.again(id);
    await endOf(desk.queue.pump());
    expect(next).not.toBe(id);
    expect((await desk.items(next)).map(({ article }) => article)).toEqual(['b', 'nobody', 'a']);
    const { storeId, field, destination } = (await desk.job(id)) ?? {};
    expect(await desk.job(next)).toMatchObject({ storeId, field, destination, status: 'partial', round: 0 });
  });

  it('says when the job is gone', async () => {
    const desk = await deskWithStore(async (task) => copied(task));
    await expect(desk.jobs.again(jobId.parse('gone'))).rejects.toMatchObject({ code: 'job.not_found' });
  });
});
