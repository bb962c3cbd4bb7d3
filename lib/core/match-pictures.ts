import { type ListedPicture, pathKey, stemOf, withoutEnding } from './picture-manifest';
import { foldedPath } from './safe-name';

/** Pictures of one article by number. `gaps` are numbers left out below the highest, `clashes` those given twice. */
export type PictureGroup = {
  article: string;
  pictures: { n: number; path: string }[];
  gaps: number[];
  clashes: number[];
};

/** Why a file belongs to no article. */
export type UnmatchedReason = 'no_number' | 'wrong_type' | 'not_picture';

export type MatchedPictures = { groups: PictureGroup[]; unmatched: { path: string; reason: UnmatchedReason }[] };

const taken = /\.(?:jpe?g|png)$/i;
const otherPicture = /\.(?:webp|gif|avif|heic|heif|bmp|tiff?|svg|psd|jfif|jpe|raw|cr2|nef|arw|dng)$/i;

/** What systems leave in folders and archives, and our own lists: nobody misses them among the pictures. */
const leftover =
  /(?:^|\/)(?:__MACOSX\/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|manifest(?:-[\da-f-]+)?(?: \(\d+\))?\.(?:json|csv))$/i;

/** The last `_n` counts: articles may hold underscores and digits themselves. */
const numbered = /^(.+)_0*(\d{1,9})$/s;

/** Numbers above this are dates or codes of a camera, and what lies between them is not missing. */
const mostGaps = 50;

/**
 * Files by article and number from `{article}_{n}`, in whatever folder; what a manifest lists goes by the manifest, and
 * so does a picture somebody has added beside those of a listed product.
 */
export function matchPictures(paths: string[], listed: ListedPicture[] = []): MatchedPictures {
  const byPath = new Map(listed.map((picture) => [picture.path, picture]));
  const byStem = new Map(listed.map((picture) => [picture.stem, picture.article]));
  const groups = new Map<string, PictureGroup['pictures']>();
  const unmatched: MatchedPictures['unmatched'] = [];
  for (const path of paths) {
    if (leftover.test(path)) continue;
    const place = taken.test(path) ? (byPath.get(pathKey(path)) ?? placeByName(path, byStem)) : undefined;
    if (!place) unmatched.push({ path, reason: reasonOf(path) });
    else groups.set(place.article, [...(groups.get(place.article) ?? []), { n: place.n, path }]);
  }
  const sorted = [...groups].sort(([a], [b]) => order.compare(a, b));
  return { groups: sorted.map(([article, pictures]) => groupOf(article, pictures)), unmatched };
}

const order = new Intl.Collator('en', { numeric: true });

function placeByName(path: string, byStem: ReadonlyMap<string, string>): { article: string; n: number } | undefined {
  const name = withoutEnding(path.slice(path.lastIndexOf('/') + 1));
  const [, named = '', number = ''] = numbered.exec(name) ?? [];
  // Systems differ in how they write й and é in names; the marketplace has them composed.
  const article = named.trim().normalize('NFC');
  const n = Number(number);
  if (article === '' || n === 0) return undefined;
  return { article: byStem.get(foldedPath(stemOf(path))) ?? article, n };
}

function reasonOf(path: string): UnmatchedReason {
  if (taken.test(path)) return 'no_number';
  return otherPicture.test(path) ? 'wrong_type' : 'not_picture';
}

function groupOf(article: string, found: PictureGroup['pictures']): PictureGroup {
  const pictures = found.sort((a, b) => a.n - b.n || order.compare(a.path, b.path));
  const numbers = new Set(pictures.map(({ n }) => n));
  const highest = pictures.at(-1)?.n ?? 0;
  const below = Array.from({ length: highest > mostGaps ? 0 : highest }, (_, index) => index + 1);
  const clashes = pictures.filter(({ n }, index) => pictures[index - 1]?.n === n).map(({ n }) => n);
  return { article, pictures, gaps: below.filter((n) => !numbers.has(n)), clashes: [...new Set(clashes)] };
}
