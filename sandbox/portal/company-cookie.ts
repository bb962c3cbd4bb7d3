import type { SandboxStore } from '../stores/store';

/** Client-Id of a shop that no store of the sandbox has. */
export const strangeCompany = '9990001';

const name = 'sc_company_id';
const kept = (value: string, path: string) => `${name}=${value}; Path=${path}; Secure; SameSite=Lax`;
const dropped = (path: string) => `${name}=; Path=${path}; Max-Age=0; Secure; SameSite=Lax`;

/**
 * Cookies that tell which shop the portal shows, readable by scripts (seller-portal.md §1): its own, none, another
 * shop's (`other`, or digits for a certain one), or two that differ (`two`).
 */
export function companyCookies({ clientId }: SandboxStore, company: string): string[] {
  if (company === 'none') return [dropped('/'), dropped('/app')];
  if (company === 'two') return [kept(clientId, '/'), kept(strangeCompany, '/app')];
  if (company === 'other') return [kept(strangeCompany, '/'), dropped('/app')];
  return [kept(/^\d+$/.test(company) ? company : clientId, '/'), dropped('/app')];
}
