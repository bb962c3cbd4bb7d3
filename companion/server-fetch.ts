import { Agent, type Dispatcher, fetch } from 'undici';
import type { Fetch } from '../lib/net/request';
import { passOn } from './guarded-fetch';

/** `fetch` adds these as a browser does, and Ozon takes no calls of browsers (ozon-seller-api.md §1). */
const ofBrowsers = /^(?:origin|sec-fetch-.*)$/i;

/** Headers as undici keeps them: names and values in turn. */
function withoutBrowsers(headers: Dispatcher.DispatchOptions['headers']): Dispatcher.DispatchOptions['headers'] {
  if (Array.isArray(headers)) {
    const pairs = headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : []));
    return pairs.filter(([name = '']) => !ofBrowsers.test(name)).flat();
  }
  if (!headers || Symbol.iterator in headers) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofBrowsers.test(name)));
}

/** `fetch` for Node whose requests do not look like a browser's. */
export function createServerFetch(): Fetch {
  const dispatcher = new Agent().compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, headers: withoutBrowsers(options.headers) ?? null }, handler),
  );
  return async (url, { method = 'GET', headers, body, signal = null, redirect = 'follow' }) => {
    const sent = typeof body === 'string' ? { body } : {};
    const answer = await fetch(url, {
      method,
      headers: [...new Headers(headers)],
      ...sent,
      signal,
      redirect,
      dispatcher,
    });
    return new Response(passOn(answer.body), { status: answer.status, headers: [...answer.headers] });
  };
}
