import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Task } from '../core/task';
import type { TaskStore } from './ports';
import { copied, createBench, ofSeq, pass, startWorker } from './testing/queue-bench';
import { seedJob } from './testing/rows';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what a task makes', () => {
  it('runs', async () => {
    const spawn = [{ id: 'job/image/1', kind: 'copy-image' as const, input: {} }];
    const bench = createBench(seedJob('job', 1), async (task) =>
      ofSeq(task) === 0 ? { ...copied(task), spawn } : { output: 'second', changes: [], spawn: [] },
    );
    void bench.queue.pump();
    await pass(10);
    expect(bench.tasks.get('job/image/1')).toMatchObject({ state: 'done', output: 'second' });
  });

  const spawn = [{ id: 'job/image/2', kind: 'copy-image' as const, input: {} }];
  const append = { lines: [{ article: 'a', lookupId: 'p' }], once: false, tasksOf: () => spawn };
  /** Task 0 makes others, task 1 takes longer than all of them. */
  const makes = (made: object) => (task: Task) =>
    ofSeq(task) === 1
      ? new Promise<never>(() => {})
      : Promise.resolve({ ...copied(task), ...(ofSeq(task) === 0 && made) });

  it.each([
    ['spawned', { spawn }],
    ['for lines it found', { append }],
  ])('runs (%s) while others are still at work', async (_, made) => {
    const bench = createBench(seedJob('job', 2), makes(made));
    void bench.queue.pump();
    await pass(500);
    expect(bench.tasks.get('job/image/2')).toMatchObject({ state: 'done' });
  });

  it('runs though a claim that found nothing more was on its way', async () => {
    const bench = createBench(seedJob('job', 2), makes({ spawn }));
    let isMade = () => {};
    const made = new Promise<void>((resolve) => {
      isMade = resolve;
    });
    /** The first claim does not say that these were the last; the second is under way while one of them ends. */
    const first = async (...asked: Parameters<TaskStore['claim']>) => ({
      ...(await bench.store.claim(...asked)),
      nextAt: Date.now(),
    });
    const second = async (...asked: Parameters<TaskStore['claim']>) => {
      const found = await bench.store.claim(...asked);
      await made;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return found;
    };
    const claim = vi.fn(bench.store.claim).mockImplementationOnce(first).mockImplementationOnce(second);
    const settle: TaskStore['settle'] = (...settled) => bench.store.settle(...settled).finally(isMade);
    void startWorker({ ...bench.store, claim, settle }, makes({ spawn })).queue.pump();
    await pass(5000);
    expect(bench.tasks.get('job/image/2')).toMatchObject({ state: 'done' });
  });
});
