import { z } from 'zod';
import type { Queue } from './bindings';

/** A message names a task and nothing else: what it is about stays in the database. */
export const jobMessage = z.object({ task: z.string().max(200) });

/** Most messages of one call (limits of Queues). */
const atOnce = 100;

/** Sends tasks by their ids. */
export function createSend(queue: Queue) {
  return async (ids: string[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += atOnce) {
      const part = ids.slice(from, from + atOnce);
      await queue.sendBatch(part.map((task) => ({ body: { task } satisfies z.infer<typeof jobMessage> })));
    }
  };
}

export type Send = ReturnType<typeof createSend>;
