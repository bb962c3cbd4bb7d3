import type { Fetch } from '../lib/net/request';
import { createByteBudget } from '../lib/pipeline/byte-budget';

/** Bytes of pictures held at once: a Worker has 128 MB, and a picture may lie there twice. */
const memoryBytes = 48 * 1024 * 1024;

/** Lets pictures be fetched while those held fit into a Worker's memory. One a call or batch: its waiters wait for its own. */
export const createPictureMemory = (maxObjectBytes: number) =>
  createByteBudget(memoryBytes, Math.min(maxObjectBytes, memoryBytes));

/** Tells what an answer says of its length, before the body is read. */
export const weighed =
  (fetch: Fetch, weigh: (bytes: number) => void): Fetch =>
  async (url, init) => {
    const answer = await fetch(url, init);
    const announced = Number(answer.headers.get('content-length') ?? Number.NaN);
    if (Number.isFinite(announced)) weigh(announced);
    return answer;
  };
