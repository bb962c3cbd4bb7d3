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
  /** How long the first item of a call waits for company, ms. */
  windowMs: number;
};

type Waiting = { item: PresignRequest; resolve: (upload: PresignedUpload) => void; reject: (reason: unknown) => void };

/**
 * Asks the companion for all items that became ready within one window in one call. Calls are not tied to a job's
 * signal: one call serves several jobs, and it is short.
 */
export function createRemotePresigner({ client, access, maxItems, windowMs }: Deps): Presigner {
  let waiting: Waiting[] = [];
  let windowOpen = false;

  async function ask(batch: Waiting[]) {
    try {
      const answers = await client.presign(
        access,
        batch.map(({ item }) => item),
        new AbortController().signal,
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer && 'upload_url' in answer) resolve(answer);
        else reject(itemErrorOf(answer?.code ?? ''));
      }
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
    }
  }

  function closeWindow() {
    windowOpen = false;
    const ready = waiting;
    waiting = [];
    for (let from = 0; from < ready.length; from += maxItems) void ask(ready.slice(from, from + maxItems));
  }

  return {
    presign: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (windowOpen) return;
        windowOpen = true;
        setTimeout(closeWindow, windowMs);
      }),
  };
}
