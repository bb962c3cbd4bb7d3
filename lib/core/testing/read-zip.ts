export type ZipEntry = { name: string; bytes: Uint8Array; isUtf8: boolean };

const signature = { entry: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 };

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (crcTable[(value ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}

/** Files of an archive of stored (not compressed) entries, by its directory. Throws where the archive is not whole. */
export function readZip(archive: Uint8Array): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  if (view.getUint32(end, true) !== signature.end) throw new Error('the archive has no end');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (view.getUint32(at, true) !== signature.directory) throw new Error('the directory is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const entry = {
      isUtf8: (view.getUint16(at + 8, true) & 0x800) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
      from: view.getUint32(at + 42, true),
      name: new TextDecoder('utf-8', { fatal: true }).decode(archive.subarray(at + 46, at + 46 + nameLength)),
    };
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (view.getUint32(entry.from, true) !== signature.entry)
      throw new Error(`${entry.name} is not where it should be`);
    if (entry.method !== 0) throw new Error(`${entry.name} is compressed`);
    const start = entry.from + 30 + view.getUint16(entry.from + 26, true) + view.getUint16(entry.from + 28, true);
    const bytes = archive.subarray(start, start + entry.size);
    if (crc32(bytes) !== entry.crc) throw new Error(`${entry.name} is damaged`);
    return { name: entry.name, bytes, isUtf8: entry.isUtf8 };
  });
}
