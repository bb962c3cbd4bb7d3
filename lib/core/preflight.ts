import type { ErrorParams } from './app-error';
import type { ErrorCode } from './error-codes';
import { addressProblem } from './picture-address';
import { type PictureSet, type PushProblem, pictureLimit } from './push';

type Place = Pick<PushProblem, 'field' | 'index' | 'url'>;
type Level = PushProblem['level'];

const wholeSet: Place = { field: 'images', index: null, url: null };

const problem = (place: Place, level: Level, code: ErrorCode, params: ErrorParams = {}): PushProblem => ({
  ...place,
  level,
  reason: { code, params },
});

/**
 * What can be said against a new set without looking at the pictures (product.md E2, image-rules.md §4). Pictures that
 * are on the card already came from Ozon and are sent back as they are, so their addresses are not judged.
 */
export function preflight(current: PictureSet, next: PictureSet, { allowMore }: { allowMore: boolean }): PushProblem[] {
  const known = new Set([...current.pictures, current.colour]);
  const places: Place[] = next.pictures.map((url, index) => ({ field: 'images', index, url }));
  if (next.colour !== null) places.push({ field: 'color_image', index: 0, url: next.colour });
  const addresses = places.flatMap((place) => {
    const code = place.url === null || known.has(place.url) ? undefined : addressProblem(place.url);
    return code ? [problem(place, 'block', code)] : [];
  });
  return [...addresses, ...repeats(next.pictures), ...countProblems(next, allowMore), ...sameSet(current, next)];
}

function repeats(pictures: string[]): PushProblem[] {
  const addresses = pictures.map((url) => (URL.canParse(url) ? new URL(url).href : url));
  return pictures.flatMap((url, index) => {
    const first = addresses.indexOf(addresses[index] ?? '');
    return first === index ? [] : [problem({ field: 'images', index, url }, 'warn', 'picture.duplicate', { first })];
  });
}

/** The colour sample does not count (ozon-seller-api.md §4.1). */
function countProblems({ pictures: { length: count } }: PictureSet, allowMore: boolean): PushProblem[] {
  const { usual, most } = pictureLimit;
  if (count === 0) return [problem(wholeSet, 'block', 'push.no_images')];
  if (count > most) return [problem(wholeSet, 'block', 'push.too_many', { count, limit: most })];
  if (count > usual && !allowMore) return [problem(wholeSet, 'block', 'push.too_many_usual', { count, limit: usual })];
  return [];
}

function sameSet(current: PictureSet, next: PictureSet): PushProblem[] {
  const change = describeChange(current, next);
  const same = !change.colourChanged && change.added.length + change.removed.length + change.moved.length === 0;
  return same ? [problem(wholeSet, 'note', 'push.same_set')] : [];
}

/** The set with its first `n` pictures only; the colour sample stays. */
export function keepFirst({ pictures, colour }: PictureSet, n: number): PictureSet {
  return { pictures: pictures.slice(0, n), colour };
}

/** How a set differs from the one before it. */
export type SetChange = {
  added: string[];
  removed: string[];
  moved: string[];
  primaryChanged: boolean;
  colourChanged: boolean;
};

/** What a push would change. `moved` are the fewest pictures that must have been moved, not all whose number differs. */
export function describeChange(current: PictureSet, next: PictureSet): SetChange {
  const before = distinct(current.pictures);
  const after = distinct(next.pictures);
  const stayed = after.filter((key) => before.includes(key));
  const unmoved = new Set(longestRising(stayed.map((key) => before.indexOf(key))).map((place) => before[place]));
  return {
    added: urlsOf(after.filter((key) => !before.includes(key))),
    removed: urlsOf(before.filter((key) => !after.includes(key))),
    moved: urlsOf(stayed.filter((key) => !unmoved.has(key))),
    primaryChanged: current.pictures[0] !== next.pictures[0],
    colourChanged: current.colour !== next.colour,
  };
}

/** An address that stands in a set twice is two pictures: each gets the number of times it has been seen. */
function distinct(urls: string[]): string[] {
  return urls.map((url, index) => `${urls.slice(0, index).filter((other) => other === url).length} ${url}`);
}

const urlsOf = (keys: string[]) => keys.map((key) => key.slice(key.indexOf(' ') + 1));

/** The longest part of a list, in its order, whose numbers rise. */
function longestRising(numbers: number[]): number[] {
  const endingWith: number[][] = [];
  for (const number of numbers) {
    const before = endingWith.filter((run) => (run.at(-1) ?? number) < number);
    endingWith.push([...longestOf(before), number]);
  }
  return longestOf(endingWith);
}

// Of two as long the later: when neighbours change places, the one that came forward counts as moved.
const longestOf = (runs: number[][]) => runs.reduce((best, run) => (run.length >= best.length ? run : best), []);
