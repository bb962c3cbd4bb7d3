import type { SourceFile } from './source-file';

/** Files of a folder the seller chose; paths begin with its name. */
export const openFolder = (files: File[]): SourceFile[] =>
  files.map((file) => sourceOf(file, file.webkitRelativePath || file.name));

const sourceOf = (file: File, path: string): SourceFile => ({ path, size: file.size, read: async () => file });

/** Files of what was dropped on the page, folders with everything in them. To be called before the event has ended. */
export async function openDropped(dropped: DataTransfer): Promise<{ folder: SourceFile[]; files: File[] }> {
  // The list is empty as soon as anything was awaited.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry());
  const files: File[] = [];
  const folder: SourceFile[] = [];
  for (const entry of entries) {
    if (entry && isFile(entry)) files.push(await fileOf(entry));
    else if (entry && isFolder(entry)) folder.push(...(await filesBelow(entry)));
  }
  return { folder, files };
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const entry of await entriesOf(folder)) {
    if (isFile(entry)) found.push(sourceOf(await fileOf(entry), entry.fullPath.slice(1)));
    else if (isFolder(entry)) found.push(...(await filesBelow(entry)));
  }
  return found;
}

/** A browser gives at most a hundred at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
