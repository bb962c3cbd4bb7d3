import type { SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { admit, credentialsOf } from './admission';
import { badRequest } from './api-error';
import { type PushDeps, pushMethods } from './push-methods';
import { createRateLimit } from './rate-limit';
import { readMethods } from './read-methods';

function jsonOf({ body }: SandboxRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** Entries of all lists in a request: how many products it names. */
function countListed(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner: unknown) => sum + countListed(inner), 0);
}

/** The Seller API over the stores given, which stay live: what is changed in them shows in the next answer. */
export function openApiServer(ground: Ground, stores: SandboxStore[], push: PushDeps) {
  const methods = new Map([...readMethods(push.imports.errorsOf), ...pushMethods(push)]);
  const gate = { stores, limit: createRateLimit(ground.now), known: (path: string) => methods.has(path) };

  const handle = (request: SandboxRequest): Answer => {
    const admitted = admit(gate, request);
    if ('refusal' in admitted) return admitted.refusal;
    const body = jsonOf(request);
    const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
    if (!isJson || body === undefined) return badRequest('proto: syntax error: the body must be JSON');
    push.imports.settleDue();
    return methods.get(request.path)?.(admitted.store, body) ?? badRequest('unknown method');
  };

  return openHostServer(ground, {
    handle,
    describe: (request) => ({
      clientId: credentialsOf(request).clientId,
      ids: countListed(jsonOf(request)),
      /** Whether a browser sent it, headers taken away or not. */
      byBrowser: /^Mozilla\//.test(request.headers['user-agent'] ?? ''),
    }),
  });
}
