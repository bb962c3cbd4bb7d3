import { describe, expect, it } from 'vitest';
import { jobId } from '../core/ids';
import { newTaskRow } from '../core/task';
import { copyTasks, enqueueImages, type PictureToCopy } from './enqueue-images';

const job = jobId.parse('job');
const pictures = (count: number): PictureToCopy[] =>
  Array.from({ length: count }, (_, n) => ({ seq: n, article: 'a', n: 1, url: `https://c/${n}` }));

const context = { signal: new AbortController().signal, now: () => 0, connect: <T>(run: () => Promise<T>) => run() };

/** Every copy that comes of a list, once nothing is left to enqueue. */
async function copiesOf(count: number) {
  const copies: unknown[] = [];
  const waiting = copyTasks(job, pictures(count));
  const sizes = [waiting.length];
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    if (task.kind === 'copy-image') copies.push(task.id);
    else {
      const { spawn } = await enqueueImages.run(newTaskRow(task, job, 0), context);
      sizes.push(spawn.length);
      waiting.push(...spawn);
    }
  }
  return { copies, sizes };
}

describe('copyTasks', () => {
  it('makes tasks of a short list at once', () => {
    expect(copyTasks(job, pictures(48)).map(({ kind }) => kind)).toEqual(Array(48).fill('copy-image'));
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
  expect(enqueueImages.onFailed(row, error)).toEqual([
    { seq: 0, failed: 1, error },
    { seq: 1, failed: 1, error },
  ]);
});
