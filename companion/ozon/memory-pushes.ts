import type { Push } from '../../lib/core/push';
import { isSettledPush, type PushLog } from '../../lib/pipeline/push-log';

/** Pushes for the length of one call. */
export function createMemoryPushes(pushes: Push[]): PushLog & { all: () => Push[] } {
  const rows = new Map(pushes.map((push) => [push.seq, push]));
  return {
    all: () => [...rows.values()],
    read: async (_, seqs) => seqs.flatMap((seq) => rows.get(seq) ?? []),

    async write(changed) {
      const open = changed.filter(({ seq }) => {
        const row = rows.get(seq);
        return row !== undefined && !isSettledPush(row);
      });
      for (const push of open) rows.set(push.seq, push);
      return open;
    },
  };
}
