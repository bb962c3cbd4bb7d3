import type { ErrorShape } from '../../lib/core/app-error';
import type { PictureGroup } from '../../lib/core/match-pictures';
import { type PictureFinding, type PushTarget, pictureLimit } from '../../lib/core/push';

/** What was found at files by path; one that is not in it has not been looked at yet. */
export type FileFindings = ReadonlyMap<string, PictureFinding['problems']>;

/** One thing to be said about an article, with the files it is about; none when it is about all of them. */
export type FilesProblem = { reason: ErrorShape; level: 'block' | 'warn' | 'note'; paths: string[] };

export type FilesRow = {
  group: PictureGroup;
  product: PushTarget | undefined;
  /** `unknown`: the store has no such article. */
  state: 'checking' | 'unknown' | 'blocked' | 'ready';
  problems: FilesProblem[];
};

/** Products as the store has them by the articles asked for; undefined until it has answered. */
export type KnownProducts = ReadonlyMap<string, PushTarget> | undefined;

/** An article of a folder or archive as it is shown before anything is uploaded. */
export function filesRow(group: PictureGroup, products: KnownProducts, findings: FileFindings): FilesRow {
  const { article, pictures } = group;
  const product = products?.get(article);
  const problems = [...countProblems(pictures.length), ...byReason(group, findings)];
  return { group, product, state: stateOf(group, products, findings, problems), problems };
}

function stateOf(
  { article, pictures, clashes }: PictureGroup,
  products: KnownProducts,
  findings: FileFindings,
  problems: FilesProblem[],
): FilesRow['state'] {
  if (products && !products.has(article)) return 'unknown';
  if (clashes.length > 0 || problems.some(({ level }) => level === 'block')) return 'blocked';
  return products && pictures.every(({ path }) => findings.has(path)) ? 'ready' : 'checking';
}

/** Up to 50 can be allowed at the product itself, so more than 30 are worth a word only. */
function countProblems(count: number): FilesProblem[] {
  const { usual, most } = pictureLimit;
  if (count > most)
    return [{ reason: { code: 'push.too_many', params: { count, limit: most } }, level: 'block', paths: [] }];
  if (count <= usual) return [];
  return [{ reason: { code: 'push.too_many_usual', params: { count, limit: usual } }, level: 'warn', paths: [] }];
}

/** The same words for several pictures stand once, with all their files. */
function byReason({ pictures }: PictureGroup, findings: FileFindings): FilesProblem[] {
  const problems = new Map<string, FilesProblem>();
  for (const { path } of pictures)
    for (const { reason, level } of findings.get(path) ?? []) {
      const key = `${level} ${JSON.stringify(reason)}`;
      const before = problems.get(key) ?? { reason, level, paths: [] };
      problems.set(key, { ...before, paths: [...before.paths, path] });
    }
  return [...problems.values()].sort((a, b) => rank[a.level] - rank[b.level]);
}

const rank = { block: 0, warn: 1, note: 2 };

/** Numbers in a row as a range: 1, 2, 3, 7 becomes "1–3, 7". */
export function rangesOf(numbers: number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
