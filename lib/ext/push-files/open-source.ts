import { AppError } from '../../core/app-error';
import type { ArticleField } from '../../core/article';
import { type ListedPicture, readManifest } from '../../core/picture-manifest';
import { openZip } from './open-zip';
import type { SourceFile } from './source-file';

const isZip = ({ name, type }: File) => /\.zip$/i.test(name) || type.includes('zip');

/** Files as chosen one by one: archives with what is in them, others as they are. Errors: `file.not_zip`. */
export async function openFiles(files: File[]): Promise<SourceFile[]> {
  const parts = await Promise.all(
    files.map(async (file): Promise<SourceFile[]> => {
      if (!isZip(file)) return [{ path: file.name, size: file.size, read: async () => file }];
      const entries = await openZip(file);
      // Parts of one download have a manifest each, for what is in them.
      return files.length === 1 ? entries : entries.map((entry) => ({ ...entry, path: `${file.name}/${entry.path}` }));
    }),
  );
  return parts.flat();
}

/** A larger one is not ours. */
const mostManifestBytes = 64 * 1024 * 1024;

/** What manifests among the files say of the pictures beside them. */
export async function readManifests(files: SourceFile[], field: ArticleField): Promise<ListedPicture[]> {
  const listed: ListedPicture[] = [];
  for (const { path, size, read } of files) {
    if (!/(?:^|\/)manifest(?:-[\da-f-]+)?\.json$/i.test(path) || size > mostManifestBytes) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    listed.push(...readManifest(await (await read()).text(), folder, field));
  }
  return listed;
}

/** Refuses what holds no file at all: `file.not_pictures`. */
export function requireFiles(files: SourceFile[]): SourceFile[] {
  if (files.length === 0) throw new AppError('file.not_pictures');
  return files;
}
