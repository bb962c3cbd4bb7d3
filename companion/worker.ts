import { createCompanion, createMisconfigured } from './app';
import { ConfigError, readConfig } from './config';

/** A Worker on the Free plan has 10 ms of CPU a request: about 200 signatures (object-storage.md §6). */
const presignBatch = 200;

function createFor(environment: object) {
  try {
    return createCompanion(readConfig(environment, { presignBatch }));
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
