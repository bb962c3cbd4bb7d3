import type { Page } from 'playwright-core';
import type { Job } from '../../lib/core/job';
import { type NewTask, newTaskRow, type Task } from '../../lib/core/task';
import type { MessageInput, MessageName, MessageOutput } from '../../lib/ext/messages';

declare const chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };

type Reply<N extends MessageName> = { ok: true; output: MessageOutput<N> } | { ok: false; error: { code: string } };

/** Sends a message to the worker from an extension page, as the page's own code does. */
export async function send<N extends MessageName>(
  page: Page,
  name: N,
  input: MessageInput<N>,
): Promise<MessageOutput<N>> {
  const reply = (await page.evaluate((message) => chrome.runtime.sendMessage(message), { name, input })) as Reply<N>;
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.output;
}

/** Rows of one table of the extension's database. */
export async function rows<T>(page: Page, table: string): Promise<T[]> {
  return (await page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('ozon-image-bridge');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result);
          };
        };
      }),
    table,
  )) as T[];
}

type Bundle = Pick<Task, 'jobId' | 'kind' | 'runAt'> & { tasks: Pick<NewTask, 'id' | 'input' | 'done'>[] };

/** Every task in the extension's database: those of a product's pictures share a row until one has its own. */
export async function tasksIn(page: Page): Promise<Task[]> {
  const [own, bundles] = await Promise.all([rows<Task>(page, 'tasks'), rows<Bundle>(page, 'bundles')]);
  const alone = new Set(own.map(({ id }) => id));
  const bundled = bundles.flatMap(({ jobId, kind, runAt, tasks }) =>
    tasks.map((task) => newTaskRow({ ...task, kind }, jobId, runAt)),
  );
  return [...own, ...bundled.filter(({ id }) => !alone.has(id))];
}

/** Empties one table of the extension's database. */
export async function clearTable(page: Page, table: string): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ozon-image-bridge');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const clearing = opening.result.transaction(name, 'readwrite');
          clearing.objectStore(name).clear();
          clearing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    table,
  );
}

const isOver = ({ status }: Job) => !['pending', 'processing', 'paused'].includes(status);

/** Waits until a job has ended and gives its row; looks twice a second, so that looking costs nothing. */
export async function jobEnd(page: Page, id: string, timeoutMs = 120_000): Promise<Job> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    await page.waitForTimeout(500);
    const job = (await rows<Job>(page, 'jobs')).find((row) => row.id === id);
    if (job && isOver(job)) return job;
    if (Date.now() > until) throw new Error(`the job did not end: ${JSON.stringify(job)}`);
  }
}
