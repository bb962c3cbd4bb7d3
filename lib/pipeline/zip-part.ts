import type { SavedPicture, ShelvedLine } from './shelf';

/** Entries of one archive; more than 65 535 need an extension of the format that not every program reads. */
const maxEntries = 20_000;

type Entry = { name: string; input: Blob | AsyncIterable<Uint8Array<ArrayBuffer>>; lastModified: Date };

export type ZipPart = ReturnType<typeof createZipPart>;

/**
 * Chooses the lines of one part as it is being written: whole lines in order, until the next one would make it too
 * large.
 */
export function createZipPart(lines: AsyncIterable<ShelvedLine>, maxBytes: number) {
  const source = lines[Symbol.asyncIterator]();
  const packed: SavedPicture[] = [];
  const names = new Set<string>();
  const packedLines: { seq: number; numbers: number[] }[] = [];
  let next: ShelvedLine | undefined;
  let isWhole = false;
  let until = 0;
  let bytes = 0;

  /** The next line that belongs to this part, with at least one picture. */
  async function advance(): Promise<ShelvedLine | undefined> {
    for (;;) {
      const { value: line, done } = await source.next();
      if (done) {
        isWhole = true;
        return undefined;
      }
      const isFull = packedLines.length > 0 && (bytes + sizeOf(line) > maxBytes || packed.length >= maxEntries);
      if (isFull) return undefined;
      until = line.item.seq + 1;
      if (line.pictures.length > 0) return line;
    }
  }

  async function* entries(manifest: () => Entry[]): AsyncGenerator<Entry> {
    for (let line = next; line; line = await advance()) {
      packedLines.push({ seq: line.item.seq, numbers: line.pictures.map(({ n }) => n) });
      for (const { blob, ...picture } of line.pictures) {
        bytes += picture.size;
        packed.push({ ...picture, item: line.item });
        // Two lines of a list may be one product: its pictures are packed once.
        if (names.has(picture.path)) continue;
        names.add(picture.path);
        yield { name: picture.path, input: blob, lastModified: new Date() };
      }
    }
    yield* manifest();
  }

  return {
    async hasPictures(): Promise<boolean> {
      next = await advance();
      return next !== undefined;
    },
    entries,
    /** Pictures packed so far. */
    packed: packed as readonly SavedPicture[],
    /** What was packed, once every entry was taken. `isWhole`: no line is left for another part. */
    result: () => ({ lines: packedLines, until, bytes, isWhole }),
  };
}

/** Whether the complete lines at the beginning fill a part. */
export async function isEnough(lines: AsyncIterable<ShelvedLine>, maxBytes: number): Promise<boolean> {
  let bytes = 0;
  for await (const line of lines) {
    if (!isComplete(line)) return false;
    bytes += sizeOf(line);
    if (bytes > maxBytes) return true;
  }
  return false;
}

const sizeOf = ({ pictures }: ShelvedLine) => pictures.reduce((sum, { size }) => sum + size, 0);

/** Whether all pictures of a line are here or have failed. */
const isComplete = ({ item, pictures }: ShelvedLine) =>
  item.status !== 'pending' && pictures.length + item.successImages + item.failedImages >= item.totalImages;
