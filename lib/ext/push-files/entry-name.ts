/**
 * The name of an entry. Archives say UTF-8 or do not say what they are in: Windows then writes the old code page of the
 * system, which on sellers' computers is the Russian or the Chinese one.
 */
export function entryName(bytes: Uint8Array): string {
  return (utf8(bytes) ?? russian(bytes) ?? chinese(bytes) ?? latin(bytes)).replaceAll('\\', '/').replace(/^\/+/, '');
}

const decode = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const utf8 = (bytes: Uint8Array) => decode(bytes, 'utf-8');

/** That code page has a character for every byte; what is Chinese comes out as frames and lines. */
function russian(bytes: Uint8Array): string | undefined {
  const text = decode(bytes, 'ibm866');
  return text !== undefined && /^[\p{ASCII}А-яЁё№]*$/u.test(text) ? text : undefined;
}

const chinese = (bytes: Uint8Array) => decode(bytes, 'gb18030');
const latin = (bytes: Uint8Array) => new TextDecoder('windows-1252').decode(bytes);
