import type { Gallery } from '../cdn/gallery';
import { cdnHosts } from '../hosts';
import type { SandboxStore } from '../stores/store';
import type { Answer } from '../tls/answer';
import { type Ground, openHostServer } from '../tls/host-server';
import type { SandboxRequest } from '../tls/request';
import { companyCookies } from './company-cookie';
import { pageScript } from './page-script';
import { answerPortalApi } from './portal-api';
import { portalCss } from './portal-css';
import { shellPage } from './shell-page';

const pictures = cdnHosts.map((host) => `https://${host}`).join(' ');

/** Breaches are reported to the portal itself, so that its log shows them. */
export const reportPath = '/csp-report';

const policy = [
  `default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' ${pictures}; connect-src 'self'`,
  `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri ${reportPath}`,
].join('; ');

const blank = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><path fill="#e8ecf3" d="M0 0h3v4H0z"/></svg>';
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#005bff"/></svg>';

const files: Record<string, () => { type: string; body: string }> = {
  '/portal.css': () => ({ type: 'text/css', body: portalCss }),
  '/portal.js': () => ({ type: 'text/javascript', body: pageScript() }),
  '/blank.svg': () => ({ type: 'image/svg+xml', body: blank }),
  '/icon.svg': () => ({ type: 'image/svg+xml', body: icon }),
};

export type PortalOptions = {
  /** Words of a variant (README.md in this folder), when the address has no `variant`. */
  variant?: string;
  language?: 'ru' | 'en' | 'zh';
  /** What the company cookie says, when the address has no `company`. */
  company?: string;
};

export type PortalDeps = { stores: SandboxStore[]; gallery: Gallery; settleDue: () => void; options: PortalOptions };

const cookieLanguages: Record<string, string> = { ru: 'ru', en: 'en', zh: 'zh-Hans' };

function pageAnswer({ stores, options }: PortalDeps, store: SandboxStore, { query }: SandboxRequest): Answer {
  const language = query.get('lang') ?? options.language ?? 'ru';
  const company = query.get('company') ?? options.company ?? 'own';
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'set-cookie': [
      ...companyCookies(store, company),
      `x-o3-language=${cookieLanguages[language] ?? 'ru'}; Path=/; Secure; SameSite=Lax`,
    ],
  };
  const shop = stores.find(({ clientId }) => clientId === company) ?? store;
  return { status: 200, headers, body: shellPage(shop.name, query.get('variant') ?? options.variant ?? '', language) };
}

function jsonOf({ body }: SandboxRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const shopCookie = /(?:^|; )sc_company_id=(\d+)/;

/** The seller portal on both origins: a single-page app of our own under a strict content security policy. */
export function openPortalServer(ground: Ground, deps: PortalDeps) {
  const { stores, gallery, settleDue } = deps;

  const handle = (request: SandboxRequest): Answer => {
    const { path, method } = request;
    const [first] = stores;
    const file = files[path];
    if (path === '/') return { status: 302, headers: { location: '/app/products' } };
    if (path === reportPath) return { status: 204 };
    if (file) return { status: 200, headers: { 'content-type': file().type }, body: file().body };
    if (first && method === 'GET' && path.startsWith('/app/')) return pageAnswer(deps, first, request);
    const company = shopCookie.exec(request.headers.cookie ?? '')?.[1];
    const shown = stores.find(({ clientId }) => clientId === company) ?? first;
    settleDue();
    const answer = shown && method === 'POST' ? answerPortalApi(shown, gallery, path, jsonOf(request)) : undefined;
    return answer ?? { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
  };

  return openHostServer(ground, { handle, describe: () => ({}) });
}
