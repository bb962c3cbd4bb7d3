import { AppError } from '../core/app-error';
import type { ErrorCode } from '../core/error-codes';

/** `fetch` as a parameter, so that tests and other runtimes bring their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Who is asked; names the error codes of what went wrong on the way. */
export type Peer = 'ai' | 'cdn' | 'companion' | 'ozon' | 'storage';

export type RequestOptions = {
  peer: Peer;
  init?: Omit<RequestInit, 'signal'>;
  /** Ends the request together with the job. Abort is not an error of the peer and is thrown on as it is. */
  signal: AbortSignal;
  /** Limit for the whole exchange, body included, ms. */
  timeoutMs: number;
};

/** What is under way for a signal. One listener a signal: adding and removing one a request costs more, the more there are. */
const underWay = new WeakMap<AbortSignal, Set<AbortController>>();

function endingWith(signal: AbortSignal): Set<AbortController> {
  const known = underWay.get(signal);
  if (known) return known;
  const ends = new Set<AbortController>();
  signal.addEventListener('abort', () => {
    for (const end of ends) end.abort(signal.reason);
  });
  underWay.set(signal, ends);
  return ends;
}

/**
 * One request and the reading of its answer under one time limit. `read` gets the response as soon as the headers are
 * there, and a body it does not begin to read is let go; what it throws on a broken body becomes `<peer>.unreachable` unless it is
 * an AppError already.
 * Errors: `<peer>.timeout`, `<peer>.unreachable`, both to be repeated.
 */
export async function request<T>(
  fetch: Fetch,
  url: string,
  { peer, init, signal, timeoutMs }: RequestOptions,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // No AbortSignal.timeout: its timer lives on after the answer, and a fast job would hold thousands of them.
  const end = new AbortController();
  const ends = endingWith(signal).add(end);
  let late = false;
  let isBegun = false;
  const timer = setTimeout(() => {
    late = true;
    end.abort();
  }, timeoutMs);
  try {
    const response = await fetch(url, { credentials: 'omit', ...init, signal: end.signal });
    const result = await read(response);
    isBegun = response.bodyUsed;
    return result;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof AppError) throw thrown;
    const code: ErrorCode = late ? `${peer}.timeout` : `${peer}.unreachable`;
    throw new AppError(code, { cause: thrown, retry: 'backoff' });
  } finally {
    clearTimeout(timer);
    ends.delete(end);
    // Lets go of a body that nobody wants, or that failed. What was read in part, its reader has cancelled.
    if (!isBegun) end.abort();
  }
}
