import type { Fetch } from '../lib/net/request';
import { createCompanion, createMisconfigured } from './app';
import { ConfigError, readConfig } from './config';

/** A Worker on the Free plan has 10 ms of CPU a request: about 200 signatures (object-storage.md §6). */
const presignBatch = 200;

/** Workers refuse what they do not know of a browser's request, even where it would change nothing. */
const fetchPublic: Fetch = (url, { headers, signal, redirect }) =>
  fetch(url, {
    ...(headers && { headers }),
    ...(signal && { signal }),
    ...(redirect && { redirect }),
    cache: 'no-store',
  });

function createFor(environment: object) {
  try {
    return createCompanion(readConfig(environment, { presignBatch }), fetchPublic);
  } catch (error) {
    if (error instanceof ConfigError) return createMisconfigured(error);
    throw error;
  }
}

let app: ReturnType<typeof createFor> | undefined;

// Workers look for the handler in the default export.
export default {
  fetch(request: Request, environment: object): Response | Promise<Response> {
    app ??= createFor(environment);
    return app.fetch(request);
  },
};
