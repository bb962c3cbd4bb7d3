import { cdnHosts } from '../hosts';
import type { SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { portalCss } from './portal-css';
import { productListPage } from './product-list-page';

const pictures = cdnHosts.map((host) => `https://${host}`).join(' ');
const policy = `default-src 'self'; img-src 'self' ${pictures}; base-uri 'none'; form-action 'self'`;

function pageAnswer(store: SandboxStore): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    // Readable by scripts, as on the real portal: it names the store shown (seller-portal.md §8).
    'set-cookie': `sc_company_id=${store.clientId}; Path=/; Secure; SameSite=Lax`,
  };
  return { status: 200, headers, body: productListPage(store) };
}

/** The seller portal, showing the first store: its product list, under a strict content security policy. */
export function openPortalServer(ground: Ground, stores: SandboxStore[]) {
  const handle = ({ path }: SandboxRequest): Answer => {
    const shown = stores[0];
    if (path === '/') return { status: 302, headers: { location: '/app/products' } };
    if (path === '/portal.css') return { status: 200, headers: { 'content-type': 'text/css' }, body: portalCss };
    if (shown && /^\/app\/products\/?$/.test(path)) return pageAnswer(shown);
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
  };
  return openHostServer(ground, { handle, describe: () => ({}) });
}
