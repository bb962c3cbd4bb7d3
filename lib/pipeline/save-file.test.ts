import { describe, expect, it } from 'vitest';
import { newTaskRow } from '../core/task';
import { createSaveFile, saveFileTask } from './save-file';
import type { FileSaver } from './shelf';
import { createMemoryDisk, createMemoryShelf, job } from './testing/memory-shelf';

const context = { signal: new AbortController().signal, now: () => 0, connect: <T>(run: () => Promise<T>) => run() };

const picture = saveFileTask(job, 'image/0/1', {
  source: { job, seq: 0, n: 1 },
  path: 'art-0/art-0_1.jpg',
  lines: [{ seq: 0, numbers: [1] }],
});
const archive = saveFileTask(job, 'zip/0/1', {
  source: { archive: 'a.zip' },
  path: 'a.zip',
  lines: [
    { seq: 0, numbers: [1, 2] },
    { seq: 1, numbers: [1] },
  ],
});

function saving(save?: FileSaver['save']) {
  const memory = createMemoryShelf([{ pictures: 2 }, { pictures: 1 }, { pictures: 1 }]);
  const disk = createMemoryDisk();
  disk.written.set('a.zip', new Uint8Array(3));
  const saver = save ? { save } : disk.saver;
  const pause = async () => void Object.assign(memory.job, { status: 'paused' });
  const handler = createSaveFile({ ...memory, ...disk, saver, pause });
  return { ...memory, ...disk, handler, run: (task: typeof picture) => handler.run(newTaskRow(task, job, 0), context) };
}

describe('save-file', () => {
  it('counts a picture when it is saved, and keeps it no longer', async () => {
    const { run, kept, saved } = saving();
    expect(await run(picture)).toEqual({
      output: { path: '/downloads/art-0/art-0_1.jpg' },
      changes: [{ seq: 0, succeeded: 1, kept: -1 }],
      spawn: [],
    });
    expect(saved).toEqual(['art-0/art-0_1.jpg']);
    expect([...kept.keys()]).toEqual(['0/2', '1/1', '2/1']);
  });

  it('counts all pictures of an archive, and deletes it and them', async () => {
    const { run, kept, written } = saving();
    expect(await run(archive)).toMatchObject({
      changes: [
        { seq: 0, succeeded: 2, kept: -2 },
        { seq: 1, succeeded: 1, kept: -1 },
      ],
    });
    expect([...kept.keys()]).toEqual(['2/1']);
    expect(written.size).toBe(0);
  });

  it('forgets nothing that is not in the archive, though it belongs to a line of it', async () => {
    const { run, kept, keep } = saving();
    keep(0, 3, 10);
    await run(archive);
    expect([...kept.keys()]).toEqual(['2/1', '0/3']);
  });

  it('keeps an archive that could not be saved, for another try', async () => {
    const { run, written } = saving(async () => {
      throw new Error('no room');
    });
    await expect(run(archive)).rejects.toThrow('no room');
    expect(written.has('a.zip')).toBe(true);
  });

  it('notes that names are changed', async () => {
    const { run, job: row } = saving(async () => ({ path: 'C:\\Downloads\\x.jpg', renamed: true }));
    await run(picture);
    expect(row.notice).toEqual({ code: 'disk.renamed', params: { asked: 'art-0_1.jpg', got: 'x.jpg' } });
  });

  it('pauses the job when the browser asks for the place of each file, but not of one archive', async () => {
    const asking: FileSaver['save'] = async ({ path, onAsked }) => {
      await onAsked?.();
      return { path, renamed: false };
    };
    const files = saving(asking);
    await files.run(picture);
    expect(files.job).toMatchObject({ status: 'paused', notice: { code: 'disk.asks_where' } });
    const zip = saving(asking);
    await zip.run(archive);
    expect(zip.job).toMatchObject({ status: 'processing' });
  });

  it('fails as many pictures as the file holds', () => {
    const error = { code: 'disk.cancelled', params: {} } as const;
    expect(saving().handler.onFailed(newTaskRow(archive, job, 0), error)).toEqual([
      { seq: 0, failed: 2, kept: -2, error },
      { seq: 1, failed: 1, kept: -1, error },
    ]);
  });
});
