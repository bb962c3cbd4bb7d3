import { AppError } from '../core/app-error';
import type { FileSource } from '../pipeline/shelf';
import { openArchive } from './archive-files';
import type { Database } from './db';

/** The bytes to save, wherever they are kept. Errors: `disk.lost`. */
export async function openSource(db: Database, source: FileSource): Promise<Blob> {
  if ('archive' in source) return openArchive(source.archive);
  const row = await db.blobs.get([source.job, source.seq, source.n]);
  if (!row) throw new AppError('disk.lost');
  return row.blob;
}
