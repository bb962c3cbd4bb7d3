import { cdnHosts } from '../hosts';
import type { SandboxProduct, SandboxStore } from './store';

/** Methods of a key that may do everything the sandbox knows. */
export const allMethods = [
  '/v1/roles',
  '/v1/seller/info',
  '/v3/product/list',
  '/v3/product/info/list',
  '/v4/product/info/attributes',
  '/v2/product/pictures/import',
  '/v1/product/import/info',
  '/v2/product/pictures/info',
  '/v4/product/info/limit',
];

const day = 24 * 60 * 60 * 1000;

/** A store around its products; the key is valid for another 75 days and may do everything. */
export function storeWith(
  identity: Pick<SandboxStore, 'name' | 'clientId' | 'apiKey'>,
  products: SandboxProduct[],
): SandboxStore {
  return {
    ...identity,
    expiresAt: new Date(Date.now() + 75 * day).toISOString(),
    company: { name: identity.name, legalName: `ООО «${identity.name}»`, inn: '7704217370', currency: 'RUB' },
    roles: [{ name: 'Admin', methods: [...allMethods] }],
    products,
  };
}

const shelves = ['4', 'a', '1-3', 'k', '1-w', 'z'];

/** A full-size CDN address. Equal numbers give equal addresses; hosts and shelves take turns by `turn`. */
export function cdnUrl(number: number, turn: number): string {
  const host = cdnHosts[turn % cdnHosts.length];
  return `https://${host}/s3/multimedia-${shelves[turn % shelves.length]}/${number}.jpg`;
}
