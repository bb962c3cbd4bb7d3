import pLimit from 'p-limit';
import { heaviestPicture, judgePicture } from '../../core/judge-picture';
import type { PictureFinding } from '../../core/push';
import { readPicture } from '../../pipeline/read-picture';
import type { SourceFile } from './source-file';

export type FileProblems = PictureFinding['problems'];

const filesAtOnce = 4;

/**
 * Looks at files as Ozon will at the pictures they become, and tells what is wrong with each as soon as it is known. Of
 * a large file only the beginning is read. A file that cannot be read any more is `file.lost`.
 */
export async function lookAtFiles(
  files: SourceFile[],
  onSeen: (path: string, problems: FileProblems) => void,
  signal: AbortSignal,
): Promise<void> {
  const limit = pLimit(filesAtOnce);
  const look = async (file: SourceFile) => {
    if (signal.aborted) return;
    const problems = await problemsOf(file).catch((): FileProblems => [lost]);
    if (!signal.aborted) onSeen(file.path, problems);
  };
  await Promise.all(files.map((file) => limit(() => look(file))));
}

const lost: FileProblems[number] = { reason: { code: 'file.lost', params: {} }, level: 'block' };

async function problemsOf({ size, read }: SourceFile): Promise<FileProblems> {
  // Heavier ones are not unpacked to be refused afterwards.
  if (size > heaviestPicture)
    return [{ reason: { code: 'picture.too_heavy', params: { bytes: size } }, level: 'block' }];
  const facts = await readPicture(new Response((await read()).stream()), heaviestPicture);
  // The name says nothing: what is stored gets the ending its bytes call for.
  const seen = { ...facts, url: 'file:///picture', contentType: null, bytes: size };
  return judgePicture(seen, heaviestPicture).map(aboutFile);
}

/** What is said of addresses elsewhere, in words that fit a file. */
function aboutFile({ reason, level }: FileProblems[number]): FileProblems[number] {
  const type = String(reason.params.type ?? '').toUpperCase();
  if (reason.code === 'picture.wrong_type') return { reason: { code: 'file.wrong_type', params: { type } }, level };
  const isDamaged = reason.code === 'picture.not_image' || reason.code === 'picture.damaged';
  return isDamaged ? { reason: { code: 'file.damaged', params: {} }, level } : { reason, level };
}
