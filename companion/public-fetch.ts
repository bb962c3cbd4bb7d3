import { AppError } from '../lib/core/app-error';
import { reachProblem } from '../lib/core/picture-address';
import type { Fetch } from '../lib/net/request';
import type { CompanionConfig } from './config';

const mostRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * GET for addresses that came from people or from other servers' answers: https, and no private host in whatever form it
 * is written; each redirect is checked like the first address. What a name resolves to is `fetch`'s to check, and out of
 * a Worker's reach. A caller that asks for `redirect: 'manual'` gets the redirect itself. Errors: `picture.not_url`,
 * `picture.insecure`, `picture.private_address`, `picture.redirects`.
 */
export function createPublicFetch(
  { allowPrivateAddresses }: Pick<CompanionConfig, 'allowPrivateAddresses'>,
  fetch: Fetch,
): Fetch {
  function check(url: string): void {
    const problem = reachProblem(url);
    const allowed = problem === undefined || (problem === 'picture.private_address' && allowPrivateAddresses);
    if (!allowed) throw new AppError(problem);
    if (new URL(url).protocol !== 'https:' && !allowPrivateAddresses) throw new AppError('picture.insecure');
  }

  return async (url, init) => {
    let at = url;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      check(at);
      const answer = await fetch(at, { ...init, redirect: 'manual' });
      const location = answer.headers.get('location');
      if (init.redirect === 'manual' || !redirects.has(answer.status) || location === null) return answer;
      await answer.body?.cancel();
      if (!URL.canParse(location, at)) throw new AppError('picture.redirects');
      at = new URL(location, at).href;
    }
    throw new AppError('picture.redirects');
  };
}
