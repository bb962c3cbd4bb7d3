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

/** Given as reason, so that none is made with the stack of every request. */
const over = new DOMException('The request is over.', 'AbortError');

/**
 * One request and the reading of its answer under one time limit. `read` gets the response as soon as the headers are
 * there, and what it leaves unread is let go; what it throws on a broken body becomes `<peer>.unreachable` unless it is
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
  let late = false;
  const stop = () => end.abort(signal.reason);
  const timer = setTimeout(() => {
    late = true;
    end.abort();
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  let isRead = false;
  try {
    const response = await fetch(url, { credentials: 'omit', ...init, signal: end.signal });
    const answer = await read(response);
    isRead = response.bodyUsed;
    return answer;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof AppError) throw thrown;
    const code: ErrorCode = late ? `${peer}.timeout` : `${peer}.unreachable`;
    throw new AppError(code, { cause: thrown, retry: 'backoff' });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    // Lets go of a body that was not read, or not to its end.
    if (!isRead) end.abort(over);
  }
}
