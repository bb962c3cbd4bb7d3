import { lookup as askSystem, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, fetch } from 'undici';
import { AppError } from '../lib/core/app-error';
import { isPublicIp, reachProblem } from '../lib/core/picture-address';
import type { Fetch } from '../lib/net/request';

type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** Tests bring a resolver, and a view of what is public, of their own. */
type Deps = { resolve?: Resolve; isPublic?: (ip: string) => boolean };

const resolveBySystem: Resolve = (host, done) => askSystem(host, { all: true }, done);
const refusal = () => new AppError('picture.private_address');

/** One private address among several spoils a name: which one would be used is not known here. */
function guardedLookup({ resolve = resolveBySystem, isPublic = isPublicIp }: Deps): LookupFunction {
  return (host, { all }, answer) =>
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return answer(error ?? refusal(), '');
      if (!addresses.every(({ address }) => isPublic(address))) return answer(refusal(), '');
      return all ? answer(null, addresses) : answer(null, first.address, first.family);
    });
}

/** A package's stream as one of the platform's, whose types do not know it for one of theirs. */
export function passOn(body: Awaited<ReturnType<typeof fetch>>['body']): ReadableStream<Uint8Array> | null {
  const reader = body?.getReader();
  if (!reader) return null;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * GET for Node that reaches the public internet only. `lookup` is asked for each new connection, which then goes to just
 * the addresses it gave, so that a name cannot mean one thing when checked and another when used. Redirects are handed
 * back, not followed. Errors: `picture.*` for an address that must not be asked.
 */
export function createGuardedFetch(deps: Deps = {}): Fetch {
  const dispatcher = new Agent({ connect: { lookup: guardedLookup(deps) } });
  return async (url, { headers, signal = null }) => {
    // No name, no lookup: addresses given as numbers are checked here.
    const problem = reachProblem(url);
    if (problem) throw new AppError(problem);
    try {
      const answer = await fetch(url, { headers: [...new Headers(headers)], signal, redirect: 'manual', dispatcher });
      return new Response(passOn(answer.body), { status: answer.status, headers: [...answer.headers] });
    } catch (thrown) {
      throw thrown instanceof TypeError && thrown.cause instanceof AppError ? thrown.cause : thrown;
    }
  };
}
