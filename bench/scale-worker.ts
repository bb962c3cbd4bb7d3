import type { BrowserContext } from 'playwright-core';
import { z } from 'zod';

const mb = 1024 ** 2;
const reply = z.object({ id: z.number(), result: z.unknown().optional() });
const heapUsage = z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) });

export type WorkerWatch = Awaited<ReturnType<typeof watchWorker>>;

/** Looks at the extension's worker, and at what the browser as a whole has cost so far. */
export async function watchWorker(context: BrowserContext) {
  const browser = context.browser();
  if (!browser) throw new Error('the browser gives no session of its own');
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.endsWith('/background.js'));
  if (!worker) throw new Error('the bench has no worker');
  // Not flat: Playwright's sessions speak to pages only, and this one carries the messages of another.
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = reply.safeParse(JSON.parse(message));
    if (answer.success) waiting.get(answer.data.id)?.(answer.data.result);
  });
  let last = 0;
  const ask = (method: string) =>
    new Promise<unknown>((resolve, reject) => {
      last += 1;
      waiting.set(last, resolve);
      session
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: last, method }) })
        .catch(reject);
    });
  const heapMb = async () => {
    const { usedSize, backingStorageSize } = heapUsage.parse(await ask('Runtime.getHeapUsage'));
    return (usedSize + backingStorageSize) / mb;
  };

  return {
    /** Heap of the worker, array buffers included, as it is. */
    heapMb,
    /** The same after what nobody needs was given back. */
    async cleanHeapMb(): Promise<number> {
      await ask('HeapProfiler.collectGarbage');
      return heapMb();
    },
    /** CPU seconds of all processes of the browser so far. */
    async cpuSeconds(): Promise<number> {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    },
  };
}
