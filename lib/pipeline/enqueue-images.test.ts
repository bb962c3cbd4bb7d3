import { describe, expect, it } from 'vitest';
import { AppError } from '../core/app-error';
import { jobId } from '../core/ids';
import { type StoredPicture, storedImage } from '../core/stored-picture';
import { newTaskRow } from '../core/task';
import { copyTasks, createEnqueueImages, type PictureToCopy } from './enqueue-images';
import { type KnownPictures, nothingKnown } from './known-pictures';

const job = jobId.parse('job');
const pictures = (count: number): PictureToCopy[] =>
  Array.from({ length: count }, (_, n) => ({ seq: n, article: 'a', n: 1, url: `https://c/${n}` }));

const context = { signal: new AbortController().signal, now: () => 0, connect: <T>(run: () => Promise<T>) => run() };

/** Every copy that comes of a list, once nothing is left to enqueue. */
async function copiesOf(count: number) {
  const copies: unknown[] = [];
  const { spawn: waiting } = await copyTasks(job, pictures(count), { known: nothingKnown });
  const sizes = [waiting.length];
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    if (task.kind === 'copy-image') copies.push(task.id);
    else {
      const { spawn } = await createEnqueueImages({ known: nothingKnown }).run(newTaskRow(task, job, 0), context);
      sizes.push(spawn.length);
      waiting.push(...spawn);
    }
  }
  return { copies, sizes };
}

describe('copyTasks', () => {
  it('makes tasks of a short list at once', async () => {
    const { spawn } = await copyTasks(job, pictures(48), { known: nothingKnown });
    expect(spawn.map(({ kind }) => kind)).toEqual(Array(48).fill('copy-image'));
  });

  it.each([49, 1048, 1049, 3000])(
    'loses and repeats none of %d pictures, and writes no more than 1000 at once',
    async (count) => {
      const { copies, sizes } = await copiesOf(count);
      expect(new Set(copies).size).toBe(count);
      expect(copies).toHaveLength(count);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
    },
  );
});

it('fails the lines of pictures that could not be enqueued', () => {
  const row = newTaskRow({ id: 'x', kind: 'enqueue-images', input: { pictures: pictures(2) } }, job, 0);
  const error = { code: 'app.unexpected', params: {} } as const;
  expect(createEnqueueImages({ known: nothingKnown }).onFailed(row, error)).toEqual([
    { seq: 0, failed: 1, error },
    { seq: 1, failed: 1, error },
  ]);
});

describe('what storage is known to hold', () => {
  const row = (source: string): StoredPicture => ({
    ...{ slot: 'users/u/ozon/a/a_1', place: 'p', source, key: 'users/u/ozon/a/a_1.jpg', publicUrl: 'https://public/1' },
    ...{ etag: null, size: 9, sha256: 's', contentType: 'image/jpeg' },
  });
  const before = [row('https://c/0'), row('https://c/other'), undefined];
  const known: KnownPictures = async () => before;
  const asked = (options: Parameters<typeof copyTasks>[2]) => copyTasks(job, pictures(3), options);

  it('is done without a request when it came from the same address, and told to the copy when not', async () => {
    const { spawn, changes } = await asked({ known });
    expect(spawn.map(({ done }) => done?.output)).toEqual([storedImage.parse(before[0]), undefined, undefined]);
    expect(spawn.map(({ input }) => input)).toMatchObject([{ seq: 0 }, { before: before[1] }, { seq: 2 }]);
    expect(spawn[2]?.input).not.toHaveProperty('unchecked');
    expect(changes).toEqual([{ seq: 0, succeeded: 1, known: 1 }]);
  });

  it('does not matter from scratch, for those enqueued later too', async () => {
    const { spawn, changes } = await copyTasks(job, pictures(49), { known, fromScratch: true });
    const [later] = spawn.splice(48);
    if (!later) throw new Error('nothing later');
    const rest = await createEnqueueImages({ known }).run(newTaskRow(later, job, 0), context);
    const copies = [...spawn, ...rest.spawn];
    expect(copies).toHaveLength(49);
    expect(copies.some(({ done }) => done)).toBe(false);
    expect(copies.some(({ input }) => 'before' in Object(input))).toBe(false);
    expect([...changes, ...rest.changes]).toEqual([]);
  });

  it('is left to each copy while nobody can tell', async () => {
    const { spawn, changes } = await asked({ known: () => Promise.reject(new AppError('companion.unreachable')) });
    expect(spawn.map(({ input, done }) => [Object(input).unchecked, done])).toEqual(Array(3).fill([true, undefined]));
    expect(changes).toEqual([]);
  });

  it('is not asked for pictures that go to disk', async () => {
    const disk = { path: 'a/a_1.*', mode: 'zip' } as const;
    const toDisk = pictures(2).map((picture) => ({ ...picture, disk }));
    const { spawn } = await copyTasks(job, toDisk, { known: () => Promise.reject(new Error('asked')) });
    expect(spawn.map(({ kind }) => kind)).toEqual(['keep-image', 'keep-image']);
  });
});
