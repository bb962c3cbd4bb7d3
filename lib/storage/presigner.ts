import type { PresignedUpload, PresignRequest } from './companion-api';
import { type CompanionAccess, type CompanionClient, itemErrorOf } from './companion-client';

/** Gives a presigned upload for one object at the moment it is needed. */
export interface Presigner {
  presign(item: PresignRequest): Promise<PresignedUpload>;
}

type Deps = {
  client: CompanionClient;
  access: CompanionAccess;
  /** Most items a call may carry, as the companion's health says. */
  maxItems: number;
  /** How long an item waits for the next one to share a call with, ms. */
  windowMs: number;
};

type Waiting = { item: PresignRequest; resolve: (upload: PresignedUpload) => void; reject: (reason: unknown) => void };

/** Longest wait for company, however steadily it comes, ms. */
const longestWaitMs = 200;

/**
 * Asks the companion in one call for all items that became ready within one window; while items keep coming, the window
 * moves on with them. Calls are not tied to a job's signal: one call serves several jobs, and it is short.
 */
export function createRemotePresigner({ client, access, maxItems, windowMs }: Deps): Presigner {
  let waiting: Waiting[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opened = 0;

  async function ask(batch: Waiting[]) {
    const items = batch.map(({ item }) => item);
    try {
      const answers = await client.presign(access, items, new AbortController().signal);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer && 'upload_url' in answer) resolve(answer);
        else reject(itemErrorOf(answer?.code ?? ''));
      }
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
    }
  }

  function close() {
    const ready = waiting;
    waiting = [];
    for (let from = 0; from < ready.length; from += maxItems) void ask(ready.slice(from, from + maxItems));
  }

  return {
    presign: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (waiting.length === 1) opened = Date.now();
        clearTimeout(timer);
        timer = setTimeout(close, Math.min(windowMs, opened + longestWaitMs - Date.now()));
      }),
  };
}
