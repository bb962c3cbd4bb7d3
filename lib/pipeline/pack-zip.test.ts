import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { newTaskRow } from '../core/task';
import { readZip } from '../core/testing/read-zip';
import { archiveName, createPackZip, packZipTask } from './pack-zip';
import type { Missing } from './shelf';
import { createMemoryDisk, createMemoryShelf, job } from './testing/memory-shelf';

const megabyte = 1024 * 1024;
const context = { signal: new AbortController().signal, now: () => 5000, connect: <T>(run: () => Promise<T>) => run() };

function pack(shelf: ReturnType<typeof createMemoryShelf>['shelf'], part = { part: 1, from: 0, packed: 0 }) {
  const { archives, written } = createMemoryDisk();
  const handler = createPackZip({ shelf, archives });
  const task = newTaskRow(packZipTask(job, 0, part), job, 0);
  const run = () => handler.run(task, context);
  const entries = (name: string) => {
    const archive = written.get(name);
    if (!archive) throw new Error(`${name} was not written`);
    return readZip(archive);
  };
  return { run, handler, task, entries, written };
}

const first = 'ozon-images-2026-11-20-0a1b2c3d.zip';
const textOf = (entry: { bytes: Uint8Array } | undefined) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(entry?.bytes);

describe('pack-zip', () => {
  it('packs all that was kept, stored as it is, and queues the saving of the archive', async () => {
    const { shelf } = createMemoryShelf([{ pictures: 2 }, { pictures: 0, status: 'failed' }, { pictures: 1 }]);
    const { run, entries } = pack(shelf);
    const result = await run();
    const names = ['art-0/art-0_1.jpg', 'art-0/art-0_2.jpg', 'art-2/art-2_1.jpg', 'manifest.json', 'manifest.csv'];
    expect(entries(first).map(({ name }) => name)).toEqual(names);
    expect(entries(first)[1]?.bytes).toEqual(new Uint8Array(10).fill(2));
    expect(result).toMatchObject({ output: { name: first }, changes: [] });
    expect('spawn' in result ? result.spawn : []).toEqual([
      {
        id: `${job}/save/zip/0/1`,
        kind: 'save-file',
        input: {
          source: { archive: first },
          path: first,
          lines: [
            { seq: 0, numbers: [1, 2] },
            { seq: 2, numbers: [1] },
          ],
        },
      },
    ]);
  });

  it('waits while other tasks of the job are open and there is less than a part', async () => {
    const { shelf } = createMemoryShelf([{ pictures: 1 }], { openTasks: 2, bytes: megabyte - 1 });
    const { run, written } = pack(shelf);
    expect(await run()).toEqual({ runAt: 6500 });
    expect(written.size).toBe(0);
  });

  it('packs a full part early, up to the first line that is not complete', async () => {
    const lines = [{ pictures: 2, bytes: 600_000 }, { pictures: 1 }, { pictures: 1, totalImages: 2 }, { pictures: 3 }];
    const { shelf } = createMemoryShelf(lines, { openTasks: 5, bytes: 2 * megabyte });
    const { run } = pack(shelf);
    // One line more than the limit takes: the second goes into the next part.
    expect(await run()).toMatchObject({
      spawn: [
        { input: { lines: [{ seq: 0, numbers: [1, 2] }] } },
        { kind: 'pack-zip', input: { part: 2, from: 1, packed: 1_200_000 } },
      ],
    });
  });

  it('does not make a small part because one picture is late', async () => {
    const lines = [
      { pictures: 1, totalImages: 2 },
      { pictures: 4, bytes: 500_000 },
    ];
    const { shelf } = createMemoryShelf(lines, { openTasks: 2, bytes: 2 * megabyte });
    expect(await pack(shelf).run()).toEqual({ runAt: 20_000 });
  });

  it('ends a part before it gets too large, with whole lines only', async () => {
    const { shelf } = createMemoryShelf(Array.from({ length: 5 }, () => ({ pictures: 2, bytes: 200_000 })));
    const { run, entries } = pack(shelf, { part: 1, from: 0, packed: 0 });
    expect(await run()).toMatchObject({
      spawn: [{ input: { lines: [{ seq: 0 }, { seq: 1 }] } }, { input: { part: 2, from: 2, packed: 800_000 } }],
    });
    expect(entries(first)).toHaveLength(4 + 2);
    const next = pack(shelf, { part: 2, from: 2, packed: 800_000 });
    await next.run();
    expect(next.entries(first.replace('.zip', '-part-2.zip')).map(({ name }) => name)).toContain('art-3/art-3_2.jpg');
  });

  it('packs a picture once when two lines are the same product', async () => {
    const memory = createMemoryShelf([{ pictures: 1 }, { pictures: 1 }]);
    for (const [key, picture] of memory.kept) memory.kept.set(key, { ...picture, path: 'same/1.jpg' });
    const { run, entries } = pack(memory.shelf);
    expect(await run()).toMatchObject({
      spawn: [
        {
          input: {
            lines: [
              { seq: 0, numbers: [1] },
              { seq: 1, numbers: [1] },
            ],
          },
        },
      ],
    });
    expect(entries(first).map(({ name }) => name)).toEqual(['same/1.jpg', 'manifest.json', 'manifest.csv']);
  });

  describe('when a part cannot be written', () => {
    const lines = [{ pictures: 2, bytes: 600_000 }, { pictures: 1 }];
    const full = (openTasks: number) => {
      const { shelf } = createMemoryShelf(lines, { openTasks, bytes: 2 * megabyte });
      const { archives } = createMemoryDisk();
      const write = async () => {
        throw new AppError('disk.full');
      };
      const handler = createPackZip({ shelf, archives: { ...archives, write } });
      const task = newTaskRow(packZipTask(job, 0, { part: 1, from: 0, packed: 0 }), job, 0);
      return { handler, task };
    };

    it('waits with it while pictures are still to come: they would never be packed', async () => {
      const { handler, task } = full(5);
      expect(await handler.run(task, context)).toEqual({ runAt: 65_000 });
    });

    it('fails with all that is kept once nothing else will come', async () => {
      const { handler, task } = full(1);
      await expect(handler.run(task, context)).rejects.toMatchObject({ code: 'disk.full' });
      const error = { code: 'disk.full', params: {} } as const;
      expect(await handler.onFailed(task, error)).toEqual([
        { seq: 0, failed: 2, kept: -2, error },
        { seq: 1, failed: 1, kept: -1, error },
      ]);
    });
  });

  it('makes no archive of nothing', async () => {
    const { shelf } = createMemoryShelf([{ pictures: 0, status: 'failed' }]);
    const { run, written } = pack(shelf);
    expect(await run()).toEqual({ output: null, changes: [], spawn: [] });
    expect(written.size).toBe(0);
  });

  it('writes down what lies in the archive and what could not be had', async () => {
    const missing: Missing[] = [
      { article: '=1+1', number: null, url: null, error: { code: 'product.not_found', params: {} } },
      { article: 'art-0', number: 3, url: 'https://cdn/0/3.jpg', error: { code: 'cdn.not_found', params: {} } },
    ];
    const lines = [{ pictures: 1, article: 'а"б', offerId: 'а"б' }];
    const { run, entries } = pack(createMemoryShelf(lines, {}, missing).shelf);
    await run();
    const [, json, csv] = entries(first);
    const picture = {
      ...{ file: 'art-0/art-0_1.jpg', article: 'а"б', product_id: '0', offer_id: 'а"б', sku: null },
      ...{ number: 1, source_url: 'https://cdn/0/1.jpg', sha256: '68617368', size: 10, error: null },
    };
    expect(JSON.parse(textOf(json))).toMatchObject({ job, part: 1, pictures: [picture], failed: [{}, { number: 3 }] });
    const rows = textOf(csv).split('\r\n');
    expect(rows[0]).toMatch(/^\uFEFF"file","article"/);
    expect(rows[1]).toMatch(/^"art-0\/art-0_1.jpg","а""б","0","а""б",,1,/);
    expect(rows[2]).toMatch(/^,"'=1\+1",,,,,,,,"product.not_found"$/);
  });

  it('marks every name as UTF-8', async () => {
    const memory = createMemoryShelf([{ pictures: 1 }]);
    for (const [key, picture] of memory.kept) memory.kept.set(key, { ...picture, path: 'Кружка 蓝色 🎁/1.jpg' });
    const { run, entries } = pack(memory.shelf);
    await run();
    expect(entries(first)[0]).toMatchObject({ name: 'Кружка 蓝色 🎁/1.jpg', isUtf8: true });
  });

  it('fails every picture that waits when it cannot be packed', async () => {
    const { shelf } = createMemoryShelf([{ pictures: 2 }, { pictures: 0 }, { pictures: 1 }]);
    const { handler, task } = pack(shelf);
    const error = { code: 'disk.full', params: {} } as const;
    expect(await handler.onFailed(task, error)).toEqual([
      { seq: 0, failed: 2, kept: -2, error },
      { seq: 2, failed: 1, kept: -1, error },
    ]);
  });
});

it('names archives by day, job and part', () => {
  const row = { id: job, createdAt: Date.UTC(2026, 0, 2) };
  expect([1, 2].map((part) => archiveName(row, part))).toEqual([
    'ozon-images-2026-01-02-0a1b2c3d.zip',
    'ozon-images-2026-01-02-0a1b2c3d-part-2.zip',
  ]);
});
