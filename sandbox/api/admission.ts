import type { SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import type { SandboxRequest } from '../tls/request';
import { apiError, badRequest } from './api-error';
import type { createRateLimit } from './rate-limit';

/** Methods Ozon has switched off (ozon-seller-api.md §1, §3.4). */
export const retiredMethods = new Set([
  '/v1/product/list',
  '/v2/product/list',
  '/v1/product/info',
  '/v2/product/info',
  '/v2/product/info/list',
  '/v2/products/info/attributes',
  '/v3/products/info/attributes',
  '/v1/product/pictures',
  '/v1/product/pictures/info',
  '/v1/product/pictures/import',
]);

/** Whether a request looks like a browser's. Node's own fetch sends sec-fetch-mode too, under the name `node`. */
function fromBrowser({ headers }: SandboxRequest): boolean {
  if (headers.origin !== undefined) return true;
  return headers['user-agent'] !== 'node' && Object.keys(headers).some((name) => name.startsWith('sec-fetch-'));
}

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

/** The credentials of a request as text, empty where missing. */
export function credentialsOf({ headers }: SandboxRequest): { clientId: string; apiKey: string } {
  return { clientId: textOf(headers['client-id']), apiKey: textOf(headers['api-key']) };
}

function refuseShape(request: SandboxRequest): Answer | undefined {
  const { clientId, apiKey } = credentialsOf(request);
  if (fromBrowser(request)) return apiError(403, 7, 'requests from a browser are not allowed');
  if (request.method !== 'POST') return apiError(405, 12, 'Method Not Allowed');
  if (clientId === '' || apiKey === '') return apiError(401, 16, 'Client-Id and Api-Key headers are required');
  if (!/^[1-9]\d*$/.test(clientId)) return badRequest('Client-Id header value should be positive integer');
  return undefined;
}

function storeOf(stores: SandboxStore[], request: SandboxRequest): SandboxStore | undefined {
  const { clientId, apiKey } = credentialsOf(request);
  const known = stores.find((store) => store.clientId === clientId && store.apiKey === apiKey);
  return known && Date.parse(known.expiresAt) > Date.now() ? known : undefined;
}

function refuseMethod(store: SandboxStore, path: string, known: (path: string) => boolean): Answer | undefined {
  if (retiredMethods.has(path)) return apiError(400, 9, 'obsolete method cannot be used');
  if (!known(path)) return apiError(404, 5, 'page not found');
  const allowed = path === '/v1/roles' || store.roles.some(({ methods }) => methods.includes(path));
  return allowed ? undefined : apiError(403, 7, 'Api-Key is missing a required role for a method');
}

type Gate = {
  stores: SandboxStore[];
  limit: ReturnType<typeof createRateLimit>;
  known: (path: string) => boolean;
};

/** Lets a request through to its store, or says how Ozon refuses it (ozon-seller-api.md §2.2–2.4). */
export function admit(gate: Gate, request: SandboxRequest): { store: SandboxStore } | { refusal: Answer } {
  const misshapen = refuseShape(request);
  if (misshapen) return { refusal: misshapen };
  if (gate.limit.take(credentialsOf(request).clientId) < 0) {
    const headers = { 'retry-after': '1', 'ratelimit-remaining': '0' };
    const message = 'You have reached request rate limit per second';
    return { refusal: apiError(429, 'RESOURCE_EXHAUSTED', message, headers) };
  }
  const store = storeOf(gate.stores, request);
  if (!store) return { refusal: apiError(404, 5, 'Invalid Api-Key, please check the key and try again') };
  const refusal = refuseMethod(store, request.path, gate.known);
  return refusal ? { refusal } : { store };
}
