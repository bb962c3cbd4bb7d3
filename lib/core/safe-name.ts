/**
 * Names every system takes: Windows refuses these characters, and Chromium's downloads change or refuse `%`, `~`,
 * controls and invisible formatting characters as well, but for the joiners that emoji and some scripts are made of.
 */
const unsafe = /["*/:<>?\\|~%]|(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}\ufffd]/u;
const everyUnsafe = new RegExp(unsafe, 'gu');

/** Devices of Windows, with any ending. */
const reserved =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]|desktop\.ini|thumbs\.db)(?:\.|$)/i;

/** Endings that make a shell look into a file or folder; Chromium refuses to create them. */
const shellEnding = /\.(?=(?:lnk|local|scf|url|\{[^{}]*\})$)/i;

/** Longest file or folder name, in bytes of UTF-8: Linux ends at 255, and room is left for " (1)" and such. */
export const maxNameBytes = 200;

const encoder = new TextEncoder();
export const bytesOf = (text: string): number => encoder.encode(text).length;

/** The first character of a text that no file name may hold. */
export const unsafeCharacter = (text: string): string | undefined => unsafe.exec(text)?.[0];

/** A value as a piece of a name: composed, each unsafe character an underscore. Letters of any script stay. */
export const safePiece = (value: string): string =>
  value.normalize('NFC').replace(everyUnsafe, '_').replace(/\s/gu, ' ').trim();

/** A whole name of a file without its ending, or of a folder: nothing a system would cut, hide or take for a device. */
export function safeName(name: string): string {
  const inner = name
    .replace(/^[\s.]+/u, (ends) => '_'.repeat(ends.length))
    .replace(/[\s.]+$/u, (ends) => '_'.repeat(ends.length));
  const plain = inner.replace(shellEnding, '_');
  return plain === '' || reserved.test(plain) ? `_${plain}` : plain;
}

/** The beginning of a text that fits into so many bytes, whole characters only. */
export function cutTo(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept.replace(/[\s\u200c\u200d]+$/u, '');
}

/** Two paths that one of the usual file systems takes for the same have the same folded form. */
export const foldedPath = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
