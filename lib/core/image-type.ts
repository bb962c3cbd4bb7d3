/** Picture formats the product stores, told apart by their first bytes, never by name or header. */
export const imageTypes = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
} as const;

export type ImageExtension = keyof typeof imageTypes;
export type ImageContentType = (typeof imageTypes)[ImageExtension];
export type ImageType = { extension: ImageExtension; contentType: ImageContentType };

const typeOf = (extension: ImageExtension): ImageType => ({ extension, contentType: imageTypes[extension] });

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** The picture format of a body, or undefined when its first bytes are none of ours (HTML, JSON, nothing). */
export function sniffImageType(bytes: Uint8Array): ImageType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return typeOf('jpg');
  if (bytes[0] === 0x89 && ascii(bytes, 1, 8) === 'PNG\r\n\x1a\n') return typeOf('png');
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return typeOf('webp');
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return typeOf('gif');
  if (ascii(bytes, 4, 8) === 'ftyp') {
    const brand = ascii(bytes, 8, 12);
    if (brand === 'avif' || brand === 'avis') return typeOf('avif');
    if (/^(?:heic|heix|hevc|hevx|mif1|msf1)$/.test(brand)) return typeOf('heic');
  }
  return undefined;
}
