import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryTaskStore } from './memory-task-store';
import type { Outcome } from './ports';
import { createSettler } from './settler';
import { fakeClock, pass } from './testing/queue-bench';
import { seedJob } from './testing/rows';

const { tasks } = seedJob('job', 40);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A settler on a disk that writes only when told, and the sizes of the transactions begun. */
function createDisk() {
  const writes: { size: number; end: () => void; fail: (reason: Error) => void }[] = [];
  const { store } = createMemoryTaskStore({ jobs: [], items: [], tasks: [] });
  const settle = createSettler(
    {
      ...store,
      settle: (batch) => new Promise((end, fail) => writes.push({ size: batch.length, end, fail })),
    },
    fakeClock,
  );
  const settled: number[] = [];
  let put = 0;
  const write = (outcome: Outcome, last: boolean) => {
    const index = put++;
    return settle(outcome, last).then(() => void settled.push(index));
  };
  const taskAt = () => {
    const task = tasks[put];
    if (!task) throw new Error('too many outcomes');
    return task;
  };
  return {
    settled,
    sizes: () => writes.map(({ size }) => size),
    end: (index: number) => writes[index]?.end(),
    fail: (index: number) => writes[index]?.fail(new Error('disk full')),
    put: ({ last = false } = {}) => write({ task: taskAt(), type: 'released' }, last),
    putSpawning: () => {
      const spawn = [{ id: 'job/image/99', kind: 'copy-image' as const, input: {} }];
      return write({ task: taskAt(), type: 'done', output: null, changes: [], spawn }, false);
    },
  };
}

describe('a group', () => {
  it('is what came within 150 ms of its first outcome', async () => {
    const disk = createDisk();
    void disk.put();
    await pass(60);
    void disk.put();
    await pass(89);
    expect(disk.sizes()).toEqual([]);
    await pass(1);
    expect(disk.sizes()).toEqual([2]);
    expect(disk.settled).toEqual([]);
    disk.end(0);
    await pass(0);
    expect(disk.settled).toEqual([0, 1]);
  });

  it('waits no longer once there are 16', async () => {
    const disk = createDisk();
    for (let n = 0; n < 15; n += 1) void disk.put();
    await pass(0);
    expect(disk.sizes()).toEqual([]);
    void disk.put();
    await pass(0);
    expect(disk.sizes()).toEqual([16]);
  });

  it('waits no longer for one that makes tasks: they could be running', async () => {
    const disk = createDisk();
    void disk.put();
    void disk.putSpawning();
    await pass(0);
    expect(disk.sizes()).toEqual([2]);
  });

  it('waits no longer when nothing else is under way', async () => {
    const disk = createDisk();
    void disk.put();
    void disk.put({ last: true });
    await pass(0);
    expect(disk.sizes()).toEqual([2]);
  });

  it('is in no hurry because the one before it was', async () => {
    const disk = createDisk();
    void disk.put({ last: true });
    await pass(0);
    disk.end(0);
    await pass(0);
    void disk.put();
    await pass(149);
    expect(disk.sizes()).toEqual([1]);
    await pass(1);
    expect(disk.sizes()).toEqual([1, 1]);
  });
});

describe('transactions', () => {
  it('are one at a time; what comes meanwhile shares the next', async () => {
    const disk = createDisk();
    void disk.put({ last: true });
    await pass(0);
    void disk.put();
    void disk.put({ last: true });
    await pass(1000);
    expect(disk.sizes()).toEqual([1]);
    disk.end(0);
    await pass(0);
    expect(disk.sizes()).toEqual([1, 2]);
    expect(disk.settled).toEqual([0]);
    disk.end(1);
    await pass(0);
    expect(disk.settled).toEqual([0, 1, 2]);
  });

  it('fail only those in them, and others go on', async () => {
    const disk = createDisk();
    const results = Promise.allSettled([disk.put({ last: true })]);
    await pass(0);
    const next = Promise.allSettled([disk.put({ last: true })]);
    disk.fail(0);
    await pass(0);
    disk.end(1);
    expect((await results).map(({ status }) => status)).toEqual(['rejected']);
    expect((await next).map(({ status }) => status)).toEqual(['fulfilled']);
    const later = disk.put({ last: true });
    await pass(0);
    disk.end(2);
    await later;
  });
});
