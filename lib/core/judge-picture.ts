import type { ErrorParams } from './app-error';
import type { ErrorCode } from './error-codes';
import type { ImageExtension, ImageType } from './image-type';
import type { PictureFinding } from './push';

/** What was seen at a picture's address. */
export type PictureFacts = {
  url: string;
  /** As the server named it; null when it did not. */
  contentType: string | null;
  /** As the first bytes show it. */
  type: ImageType | undefined;
  /** Raw pixels, before any turning by EXIF. */
  size: { width: number; height: number } | undefined;
  bytes: number | null;
};

type Problem = PictureFinding['problems'][number];

/** Kinds of pictures Ozon documents for its API (image-rules.md §2). */
export const takenTypes: ReadonlySet<ImageExtension> = new Set(['jpg', 'png']);

/** Heaviest file Ozon takes, bytes (image-rules.md §2). */
export const heaviestPicture = 10 * 1024 * 1024;

// Pixels by the shorter and the longer edge, so that a lying picture is judged like a standing one.
const smallest = 200;
const largest = { shorter: 4320, longer: 7680 };
const advised = { shorter: 900, longer: 1200 };

const extensions: ReadonlyMap<string, ImageExtension> = new Map([
  ['jpg', 'jpg'],
  ['jpeg', 'jpg'],
  ['jpe', 'jpg'],
  ['jfif', 'jpg'],
  ['png', 'png'],
  ['webp', 'webp'],
  ['gif', 'gif'],
  ['avif', 'avif'],
  ['heic', 'heic'],
  ['heif', 'heic'],
]);

/** Old names of JPEG that servers still send. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
]);

const problem = (level: Problem['level'], code: ErrorCode, params: ErrorParams = {}): Problem => ({
  level,
  reason: { code, params },
});

/** What Ozon would refuse or moderators dislike about a picture (image-rules.md §4); over `maxBytes` is too heavy. */
export function judgePicture({ url, contentType, type, size, bytes }: PictureFacts, maxBytes: number): Problem[] {
  if (!type) return [problem('block', 'picture.not_image')];
  if (!takenTypes.has(type.extension)) return [problem('block', 'picture.wrong_type', { type: type.extension })];
  return [
    ...typeProblems(url, contentType, type),
    ...(bytes !== null && bytes > maxBytes ? [problem('block', 'picture.too_heavy', { bytes })] : []),
    ...(size ? sizeProblems(size) : [problem('block', 'picture.damaged')]),
  ];
}

/** A missing extension or header contradicts nothing; a wrong one makes downloaders go by it, each in its own way. */
function typeProblems(url: string, contentType: string | null, type: ImageType): Problem[] {
  const named = extensions.get(/\.([a-z]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '');
  const declared = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const wrongName = named !== undefined && named !== type.extension;
  const wrongHeader = declared !== '' && (aliases.get(declared) ?? declared) !== type.contentType;
  return wrongName || wrongHeader ? [problem('block', 'picture.type_mismatch', { type: type.extension })] : [];
}

function sizeProblems({ width, height }: { width: number; height: number }): Problem[] {
  const shorter = Math.min(width, height);
  const longer = Math.max(width, height);
  if (shorter < smallest) return [problem('block', 'picture.too_small', { width, height })];
  const problems: Problem[] = [];
  if (shorter > largest.shorter || longer > largest.longer)
    problems.push(problem('block', 'picture.too_large', { width, height }));
  if (shorter < advised.shorter || longer < advised.longer)
    problems.push(problem('warn', 'picture.small', { width, height }));
  if (Math.abs((width * 4) / (height * 3) - 1) > 0.01)
    problems.push(problem('warn', 'picture.not_three_to_four', { width, height }));
  return problems;
}
