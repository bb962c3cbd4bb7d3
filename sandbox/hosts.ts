/** Real host names the product talks to; Chromium's resolver rules lead each to a server of the sandbox. */
export const apiHost = 'api-seller.ozon.ru';
export const portalHosts = ['seller.ozon.ru', 'seller.ozonru.cn'] as const;
export const cdnHosts = ['cdn1.ozone.ru', 'ir.ozone.ru', 'cdn1.ozonusercontent.com', 'ir-1.ozonru.cn'] as const;
export const storageHost = 'sandbox-account.r2.cloudflarestorage.com';
/** The bucket's public address: a custom domain in real life. */
export const publicHost = 'images.sandbox.test';
/** Somebody's pictures, good and bad, for addresses that people type. */
export const pictureHost = 'pictures.example';

export const allHosts = [apiHost, ...portalHosts, ...cdnHosts, storageHost, publicHost, pictureHost];

/** Ports by host name, as the running servers have them. */
export type Ports = Record<string, number>;

/** Value for Chromium's `--host-resolver-rules`: the sandbox's hosts go to loopback, every other name is unknown. */
export function resolverRulesFor(ports: Ports): string {
  const mapped = Object.entries(ports).map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`);
  return [...mapped, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ');
}
