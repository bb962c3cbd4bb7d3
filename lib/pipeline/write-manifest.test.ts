import { describe, expect, it } from 'vitest';
import { newTaskRow } from '../core/task';
import { createMemoryDisk, createMemoryShelf, job } from './testing/memory-shelf';
import { createWriteManifest, writeManifestTask } from './write-manifest';

const context = { signal: new AbortController().signal, now: () => 5000, connect: <T>(run: () => Promise<T>) => run() };
const missing = [
  { article: '=нет', number: null, url: null, error: { code: 'product.not_found' as const, params: {} } },
];

function manifestOf(...given: Parameters<typeof createMemoryShelf>) {
  const { shelf } = createMemoryShelf(...given);
  const { archives, written } = createMemoryDisk();
  const run = () =>
    createWriteManifest({ shelf, archives }).run(newTaskRow(writeManifestTask(job, 2), job, 0), context);
  const textOf = (name: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(written.get(name));
  return { run, textOf, written };
}

const name = 'manifest-2026-11-20-0a1b2c3d';

describe('write-manifest', () => {
  it('waits until every picture has ended', async () => {
    const { run, written } = manifestOf([{ pictures: 1 }], { openTasks: 2, successImages: 1 });
    expect(await run()).toEqual({ runAt: 6500 });
    expect(written.size).toBe(0);
  });

  it('names true article, address and hash of each file, and what is missing', async () => {
    const { run, textOf } = manifestOf([{ pictures: 2 }], { successImages: 2 }, missing);
    const result = await run();
    const { pictures, failed, ...head } = JSON.parse(textOf(`${name}.json`));
    expect(head).toEqual({ job, created_at: '2026-11-20T00:00:00.000Z', part: 1 });
    expect(pictures).toMatchObject([
      { file: 'art-0/art-0_1.jpg', offer_id: 'art-0', number: 1, source_url: 'https://cdn/0/1.jpg', size: 10 },
      { file: 'art-0/art-0_2.jpg', number: 2 },
    ]);
    expect(failed).toMatchObject([{ article: '=нет', error: 'product.not_found' }]);
    const [head1, , , last] = textOf(`${name}.csv`).split('\r\n');
    expect(head1).toMatch(/^\uFEFF"file","article"/);
    expect(last).toMatch(/^,"'=нет",/);
    const files = [`${name}.json`, `${name}.csv`];
    expect('spawn' in result && result.spawn.map(({ input }) => input)).toEqual(
      files.map((path) => ({ source: { archive: path }, path, lines: [] })),
    );
  });

  it('writes a long list in pieces that are worth a write', async () => {
    const { run, textOf } = manifestOf([{ pictures: 900 }], { successImages: 900 });
    await run();
    expect(JSON.parse(textOf(`${name}.json`)).pictures).toHaveLength(900);
    expect(textOf(`${name}.csv`).trimEnd().split('\r\n')).toHaveLength(901);
  });

  it('writes nothing when nothing was saved', async () => {
    const { run, written } = manifestOf([{ pictures: 0 }], {}, missing);
    expect(await run()).toMatchObject({ spawn: [] });
    expect(written.size).toBe(0);
  });
});
