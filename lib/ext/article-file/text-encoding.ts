/** Encodings sellers' tables come in; Excel writes windows-1251 in Russia and GBK in China. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'gb18030';

/** Bytes above ASCII that Russian text uses in windows-1251: letters, Ё, quotes, dashes, №, ellipsis, hard space. */
const isRussianByte = (byte: number) =>
  byte >= 0xc0 || [0xa8, 0xb8, 0xab, 0xbb, 0x93, 0x94, 0x84, 0x96, 0x97, 0xb9, 0x85, 0xa0].includes(byte);

/** The encoding of a text by its first bytes; undefined when they are no text. UTF-8 is a guess until all is read. */
export function encodingOf(bytes: Uint8Array): TextEncoding | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  const wide = wideEncodingOf(bytes);
  if (wide) return wide;
  if (bytes.some(isControl)) return undefined;
  return isDecodable(bytes, 'utf-8') ? 'utf-8' : oldEncodingOf(bytes);
}

/** The encoding of bytes that are not UTF-8: Chinese, when Russian cannot be read from them. */
export function oldEncodingOf(bytes: Uint8Array): TextEncoding {
  const isRussian = bytes.every((byte) => byte < 0x80 || isRussianByte(byte));
  return !isRussian && isDecodable(bytes, 'gb18030') ? 'gb18030' : 'windows-1251';
}

/** UTF-16 without a mark: letters of ASCII, digits and line ends have a zero on one side of them, always the same. */
function wideEncodingOf(bytes: Uint8Array): TextEncoding | undefined {
  const pairs = Math.floor(bytes.length / 2);
  let [low, high] = [0, 0];
  for (let at = 0; at < pairs * 2; at += 2) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2);
    if (first !== 0 && second !== 0) continue;
    // A zero beside what no text holds: these are not signs of two bytes.
    if (isControl(first + second)) return undefined;
    if (second === 0) low += 1;
    else high += 1;
  }
  if (low > pairs / 10 && high === 0) return 'utf-16le';
  return high > pairs / 10 && low === 0 ? 'utf-16be' : undefined;
}

/** What no text holds: zeros and control signs other than tab, line ends, page break and the old end-of-file sign. */
const isControl = (byte: number) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a].includes(byte);

function isDecodable(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    // A sign may be cut in two at the end of what was read.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
