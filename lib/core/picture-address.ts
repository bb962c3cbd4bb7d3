import ipaddr from 'ipaddr.js';

/** Names that mean something inside one network only: RFC 6761, 6762, 8375, and ICANN's `.internal`. */
const localName = /^[^.]+$|\.(?:local|localhost|internal|lan|home\.arpa)$/;

/** Query parameters that carry a signature or a token, as object storages and their CDNs name them. */
const secretParameter =
  /^(?:x-[a-z]+-(?:signature|security-token|credential)|(?:q-)?signature|sig|auth[-_]?key|(?:[a-z]+[-_])?token)$/i;

const globalIPv6 = ipaddr.parseCIDR('2000::/3');

/** Whether an IP address belongs to the public internet; forms of IPv6 that hide another address in them do not. */
export function isPublicIp(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv6' && !address.match(globalIPv6)) return false;
  return address.range() === 'unicast';
}

/** `host` as `URL.hostname` gives it, which has turned decimal, octal, hex and wide digits into four plain numbers. */
function isPublicHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return ipaddr.isValid(bare) ? isPublicIp(bare) : !localName.test(bare);
}

// The parser of addresses forgives spaces, backslashes and missing slashes; Ozon gets the text as it stands here.
const parsedOf = (url: string) =>
  /^[a-z][a-z\d+.-]*:\/\/[^\s\\\p{Cc}]+$/iu.test(url) && URL.canParse(url) ? new URL(url) : undefined;

/** Why a server of ours must not ask this address; a secret in it is the affair of whoever gave it. */
export function reachProblem(url: string) {
  const parsed = parsedOf(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'picture.not_url';
  return isPublicHost(parsed.hostname) ? undefined : 'picture.private_address';
}

/**
 * Why Ozon could not, or must not, download from this address as it is written; undefined when nothing speaks against
 * it. Says nothing about what a name resolves to.
 */
export function addressProblem(url: string) {
  const parsed = parsedOf(url);
  if (parsed?.protocol === 'ftp:') return 'picture.ftp';
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'picture.not_url';
  const { username, password, searchParams } = parsed;
  const secret =
    username !== '' || password !== '' || [...searchParams.keys()].some((key) => secretParameter.test(key));
  return secret ? 'picture.signed_url' : reachProblem(url);
}
