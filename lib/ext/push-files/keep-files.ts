import { AppError } from '../../core/app-error';
import type { JobId } from '../../core/ids';
import { sniffImageType } from '../../core/image-type';
import { heaviestPicture } from '../../core/judge-picture';
import type { Database } from '../db';
import { diskFullOf } from '../dexie-shelf';
import { keepingLock } from './kept-files';
import type { SourceFile } from './source-file';

/**
 * Puts pictures aside in the database, in the order of the lines they belong to, and then runs `start`: what is chosen on
 * a page is gone with the page, and the upload is the worker's. When it fails, nothing is left behind. Bytes of one
 * picture at a time are in memory. Errors: `disk.full`, `file.lost`, and those of `start`.
 */
export async function keepFiles(
  db: Database,
  id: JobId,
  lines: SourceFile[][],
  { onKept, start }: { onKept: (kept: number) => void; start: () => Promise<void> },
): Promise<void> {
  await navigator.locks.request(keepingLock(id), async () => {
    try {
      let kept = 0;
      for (const [seq, files] of lines.entries())
        for (const [index, file] of files.entries()) {
          await keep(db, id, { seq, n: index + 1 }, file);
          kept += 1;
          onKept(kept);
        }
      await start();
    } catch (thrown) {
      await db.blobs
        .where('[jobId+seq+n]')
        .between([id, 0, 0], [id, lines.length, 0])
        .delete()
        .catch(() => undefined);
      throw diskFullOf(thrown) ?? thrown;
    }
  });
}

async function keep(db: Database, jobId: JobId, place: { seq: number; n: number }, { path, size, read }: SourceFile) {
  if (size > heaviestPicture) throw new AppError('file.lost');
  // Read now, and kept as a copy: the file may be changed or moved before its turn to be uploaded comes.
  const bytes = await read()
    .then((blob) => blob.arrayBuffer())
    .catch((thrown: unknown) => {
      throw new AppError('file.lost', { cause: thrown });
    });
  const type = sniffImageType(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
  if (!type) throw new AppError('file.lost');
  const { contentType } = type;
  const sha256 = base64Of(await crypto.subtle.digest('SHA-256', bytes));
  const blob = new Blob([bytes], { type: contentType });
  await db.blobs.put({ ...place, jobId, path, url: '', size: bytes.byteLength, sha256, contentType, blob });
}

const base64Of = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
