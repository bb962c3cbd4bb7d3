import pLimit from 'p-limit';
import type { JobId } from '../core/ids';
import { type StoredImage, storedImage } from '../core/stored-picture';
import type { Fetch } from '../net/request';
import type { Database } from './db';
import { readJob, readLines } from './read-job';

/** Pictures looked at, those that are gone, and those nobody could say anything about from here. */
export type StoredCheck = { checked: number; missing: number; unclear: number };

type Deps = { db: Database; fetch: Fetch; forget: (pictures: StoredImage[]) => Promise<unknown> };

/** Few at once: a public address is a shop window, not an API. */
const atOnce = 6;
const timeoutMs = 20_000;

/**
 * Looks whether the pictures a job stored are still at their public addresses, and has those forgotten that are not, so
 * that the next job copies them again. Only a plain "not there" counts. Errors: `job.not_found`.
 */
export function createStoredCheck({ db, fetch, forget }: Deps) {
  async function ask(url: string, method: 'HEAD' | 'GET'): Promise<number> {
    const init = { method, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(timeoutMs) } as const;
    const response = await fetch(url, init);
    await response.body?.cancel();
    return response.status;
  }

  async function look(url: string): Promise<keyof StoredCheck | undefined> {
    try {
      const status = await ask(url, 'HEAD');
      const answer = status === 405 || status === 501 ? await ask(url, 'GET') : status;
      if (answer === 404 || answer === 410) return 'missing';
      return answer >= 200 && answer < 300 ? undefined : 'unclear';
    } catch {
      // No network, or an address that no page may read (no CORS rule): that says nothing about the picture.
      return 'unclear';
    }
  }

  return async (id: JobId): Promise<StoredCheck> => {
    const found: StoredCheck = { checked: 0, missing: 0, unclear: 0 };
    const limit = pLimit(atOnce);
    for await (const page of readLines(db, await readJob(db, id))) {
      const images = page.flatMap(({ pictures }) =>
        pictures.flatMap(({ output }) => storedImage.safeParse(output).data ?? []),
      );
      const gone: StoredImage[] = [];
      const lookAt = async (image: StoredImage) => {
        const problem = await look(image.publicUrl);
        found.checked += 1;
        if (problem) found[problem] += 1;
        if (problem === 'missing') gone.push(image);
      };
      await limit.map(images, lookAt);
      for (let from = 0; from < gone.length; from += 1000) await forget(gone.slice(from, from + 1000));
    }
    return found;
  };
}
