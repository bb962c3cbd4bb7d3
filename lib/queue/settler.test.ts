import { describe, expect, it } from 'vitest';
import { createMemoryTaskStore } from './memory-task-store';
import type { Outcome } from './ports';
import { createSettler } from './settler';
import { fakeClock } from './testing/queue-bench';
import { seedJob } from './testing/rows';

const outcomes = seedJob('job', 5).tasks.map((task): Outcome => ({ task, type: 'released' }));
const turn = () => new Promise((resolve) => setTimeout(resolve));

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
  const put = (index: number) => {
    const outcome = outcomes[index];
    return outcome ? settle(outcome, true).then(() => void settled.push(index)) : Promise.resolve();
  };
  return { writes, settled, put };
}

describe('createSettler', () => {
  it('writes one transaction at a time; what comes meanwhile shares the next', async () => {
    const { writes, settled, put } = createDisk();
    const all = [0, 1, 2].map(put);
    expect(writes.map(({ size }) => size)).toEqual([1]);
    writes[0]?.end();
    await turn();
    expect(writes.map(({ size }) => size)).toEqual([1, 2]);
    expect(settled).toEqual([0]);
    writes[1]?.end();
    await Promise.all(all);
    expect(settled).toEqual([0, 1, 2]);
  });

  it('fails only those of the transaction that failed, and goes on', async () => {
    const { writes, put } = createDisk();
    const results = Promise.allSettled([0, 1].map(put));
    writes[0]?.fail(new Error('disk full'));
    await turn();
    writes[1]?.end();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    const later = put(2);
    writes[2]?.end();
    await later;
  });
});
