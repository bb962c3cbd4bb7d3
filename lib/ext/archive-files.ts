import { AppError } from '../core/app-error';
import type { Archives } from '../pipeline/shelf';
import { diskFullOf } from './dexie-shelf';

/** Bytes written at once: each write is a message to another process, and small ones would be very many. */
const pieceBytes = 1024 * 1024;

const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('archives', { create: true });

/** An archive that has been written, backed by its file. Errors: `disk.lost` when it is gone. */
export async function openArchive(name: string): Promise<Blob> {
  try {
    return await (await (await folder()).getFileHandle(name)).getFile();
  } catch (thrown) {
    throw new AppError('disk.lost', { cause: thrown });
  }
}

/**
 * Archives in the extension's private file system. Unlike a Blob, of which Chromium keeps up to 2 GB in memory before it
 * goes to disk, a file takes no memory; and it is there only as a whole, once it has been closed.
 */
export const archiveFiles: Archives = {
  async write(name, content, signal) {
    try {
      const handle = await (await folder()).getFileHandle(name, { create: true });
      const file = await handle.createWritable();
      try {
        await writeInPieces(until(content, signal), file);
      } catch (thrown) {
        // What was written so far is thrown away; the file under this name stays as it was.
        await file.abort().catch(() => undefined);
        throw thrown;
      }
      await file.close();
      signal.throwIfAborted();
      return (await handle.getFile()).size;
    } catch (thrown) {
      // Whoever cleared up after the job could not delete a file that was being written.
      if (signal.aborted) await archiveFiles.delete(name);
      throw diskFullOf(thrown) ?? thrown;
    }
  },

  async delete(name) {
    // Gone already is as good.
    await (await folder()).removeEntry(name).catch(() => undefined);
  },
};

/** Deletes the archives whose names are chosen. */
export async function deleteArchives(isChosen: (name: string) => Promise<boolean>): Promise<void> {
  const found = await folder();
  const names: string[] = [];
  for await (const name of found.keys()) names.push(name);
  for (const name of names) if (await isChosen(name)) await archiveFiles.delete(name);
}

/** A stream that breaks off with its job. */
const until = (content: ReadableStream<Uint8Array>, signal: AbortSignal) =>
  content.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });

/** Writes a stream in pieces of one size, through one buffer: each write is done before the next is filled. */
async function writeInPieces(content: ReadableStream<Uint8Array>, file: FileSystemWritableFileStream) {
  const reader = content.getReader();
  const piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read())
    for (let from = 0; from < read.value.length; ) {
      const taken = read.value.subarray(from, from + pieceBytes - filled);
      piece.set(taken, filled);
      from += taken.length;
      filled += taken.length;
      if (filled < pieceBytes) continue;
      await file.write(piece);
      filled = 0;
    }
  if (filled > 0) await file.write(piece.subarray(0, filled));
}
