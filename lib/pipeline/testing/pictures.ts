const text = (value: string) => [...value].map((character) => character.charCodeAt(0));
const twoBytes = (value: number) => [value >> 8, value & 0xff];
const fourBytes = (value: number) => [...twoBytes(value >>> 16), ...twoBytes(value & 0xffff)];

/** The beginning of a PNG of these pixels; what looks at headers only takes it for the whole. */
export function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = [...text('IHDR'), ...fourBytes(width), ...fourBytes(height), 8, 2, 0, 0, 0];
  return Uint8Array.from([0x89, ...text('PNG\r\n\x1a\n'), ...fourBytes(13), ...header, 0, 0, 0, 0]);
}

/** The beginning of a JPEG of these pixels, with metadata of so many segments of 64 KB before them. */
export function jpegOf(width: number, height: number, metadata = 0): Uint8Array<ArrayBuffer> {
  const segment = [0xff, 0xe1, 0xff, 0xff, ...new Array<number>(0xfffd).fill(0x20)];
  const frame = [0xff, 0xc0, ...twoBytes(17), 8, ...twoBytes(height), ...twoBytes(width), 3];
  const segments = Array.from({ length: metadata }, () => segment).flat();
  return Uint8Array.from([0xff, 0xd8, ...segments, ...frame, ...new Array<number>(9).fill(0)]);
}

/** Bytes of a WEBP. */
export const webp = Uint8Array.from([...text('RIFF'), 0x10, 0, 0, 0, ...text('WEBPVP8 '), ...new Array(16).fill(0)]);
