/*
 * The little XML of multipart uploads: flat lists of S3's own making. What strangers wrote stands in none of the elements
 * that are read here.
 */

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plain = (text: string) =>
  text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(amp|lt|gt|quot|apos));/gi, (_, decimal, hex, name) =>
    name ? (named[name.toLowerCase()] ?? '') : String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
  );

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Text of the first element of this name. */
export function elementText(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : plain(text);
}

/** Insides of all elements of this name, which must not lie in one another. */
export const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, inside = '']) => inside);

/** Body that puts an upload together of these parts, which S3 wants in order. */
export function completionOf(parts: readonly { part_number: number; etag: string }[]): string {
  const rows = [...parts]
    .sort((a, b) => a.part_number - b.part_number)
    .map((part) => `<Part><PartNumber>${part.part_number}</PartNumber><ETag>${escaped(part.etag)}</ETag></Part>`);
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rows.join('')}</CompleteMultipartUpload>`;
}
