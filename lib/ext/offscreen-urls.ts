import { z } from 'zod';
import { browser } from '#imports';
import { errorShape, errorShapeOf } from '../core/app-error';
import { jobId } from '../core/ids';
import { createDatabase } from './db';
import { openSource } from './open-source';

const source = z.union([z.object({ archive: z.string() }), z.object({ job: jobId, seq: z.int(), n: z.int() })]);

/** What the worker asks its offscreen page: an address for something kept, or to give one back. */
export const offscreenRequest = z.object({
  offscreen: z.union([z.object({ open: source }), z.object({ release: z.string() })]),
});
export const offscreenReply = z.union([z.object({ url: z.string() }), z.object({ error: errorShape })]);

/** Answers the worker, and nobody else: other pages' messages and those of content scripts are not for us. */
export function answerOffscreen(): void {
  const db = createDatabase();
  const own = browser.runtime.getURL('/');

  async function answer({ offscreen }: z.infer<typeof offscreenRequest>): Promise<z.infer<typeof offscreenReply>> {
    if ('release' in offscreen) {
      URL.revokeObjectURL(offscreen.release);
      return { url: offscreen.release };
    }
    try {
      return { url: URL.createObjectURL(await openSource(db, offscreen.open)) };
    } catch (thrown) {
      return { error: errorShapeOf(thrown) };
    }
  }

  // Not an async function: a promise would claim the answer to every message.
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    const request = offscreenRequest.safeParse(message);
    const isOurs = sender.id === browser.runtime.id && sender.tab === undefined && sender.url?.startsWith(own);
    return request.success && isOurs ? answer(request.data) : undefined;
  });
}
