import { unzipRaw, type ZipEntry } from 'unzipit';
import { AppError } from '../../core/app-error';
import { entryName } from './entry-name';
import type { SourceFile } from './source-file';

/**
 * The files of an archive. Only its directory is read; each entry is cut out of the file when it is asked for, so an
 * archive of gigabytes needs no memory. Errors: `file.not_zip`.
 */
export async function openZip(archive: Blob): Promise<SourceFile[]> {
  const { entries } = await unzipRaw(archive).catch((thrown: unknown) => {
    throw new AppError('file.not_zip', { cause: thrown });
  });
  // Some programs of Windows write folders in a way of their own.
  const files = entries.filter(({ isDirectory, name }) => !isDirectory && !/[\\/]$/.test(name));
  if (files.some(({ encrypted }) => encrypted)) throw new AppError('file.not_zip');
  return files.map(fileOf);
}

function fileOf(entry: ZipEntry): SourceFile {
  return {
    path: entryName(entry.nameBytes),
    size: entry.size,
    read: () =>
      entry.blob().catch((thrown: unknown) => {
        throw new AppError('file.not_zip', { cause: thrown });
      }),
  };
}
