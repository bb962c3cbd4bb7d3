import { z } from 'zod';
import type { Queue } from './bindings';

/** A message names a task and nothing else: what it is about stays in the database. */
export const jobMessage = z.object({ task: z.string().max(200) });

/** Most messages of one call (limits of Queues). */
export const messagesAtOnce = 100;

/** The queue whose messages were given up has this behind the name of the other. */
export const deadEnding = '-dead';

/** Sends tasks by their ids. */
export function createSend(queue: Queue) {
  return async (ids: string[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += messagesAtOnce) {
      const part = ids.slice(from, from + messagesAtOnce);
      await queue.sendBatch(part.map((task) => ({ body: { task } satisfies z.infer<typeof jobMessage> })));
    }
  };
}

export type Send = ReturnType<typeof createSend>;
