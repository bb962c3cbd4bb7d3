import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox';
import type { SandboxStore } from '../../sandbox/stores/store';
import { otherToken, token } from './local-r2';
import { type Kept, startKeptNode, startKeptWorker } from './with-database';

/** A companion beside the sandbox's Ozon, CDN and R2. */
export type OzonStage = { companion: Kept; sandbox: Sandbox; shop: SandboxStore };

export const ozonRuntimes = [
  {
    name: 'Node',
    start: (environment: Record<string, string>, { fetch }: Sandbox) =>
      startKeptNode(environment, { fetch, fetchStorage: fetch, fetchOzon: fetch }),
  },
  {
    name: 'workerd',
    start: (environment: Record<string, string>, { fetch }: Sandbox) => startKeptWorker(environment, fetch),
  },
];

/** Ozon and storage as both runtimes meet them. */
export async function openOzon() {
  const sandbox = await startSandbox({ imports: { pendingMs: 50 } });
  const [shop] = sandbox.stores;
  if (!shop) throw new Error('the sandbox has no store');
  const environment = { ...sandbox.storage.environment, API_TOKENS: `u1:${token},u2:${otherToken}` };
  return { sandbox, shop, environment };
}

/** The key of a store as calls carry it. */
export const keyOf = ({ clientId, apiKey }: SandboxStore) => ({ client_id: clientId, api_key: apiKey });

/** POST to an address that works with Ozon. */
export function askOzon({ companion }: Pick<OzonStage, 'companion'>, path: string, body: object, sent = token) {
  const headers = { authorization: `Bearer ${sent}`, 'content-type': 'application/json' };
  return fetch(`${companion.url}/api/v1/ozon/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}
