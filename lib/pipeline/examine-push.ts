import { AppError, errorShapeOf } from '../core/app-error';
import { preflight } from '../core/preflight';
import { type PictureFinding, type PictureSet, type Push, type PushProblem, pictureLimit } from '../core/push';
import { failedPush } from './push-log';

const places = ({ pictures, colour }: PictureSet) => [
  ...pictures.map((url, index) => ({ field: 'images' as const, index, url })),
  ...(colour === null ? [] : [{ field: 'color_image' as const, index: 0, url: colour }]),
];

/** Addresses of sets that were not on their cards when the seller decided; what was there came from Ozon. */
export function newAddresses(pushes: Push[]): string[] {
  const urls = pushes.flatMap(({ next, expected }) => {
    const known = new Set([...(expected?.pictures ?? []), expected?.colour]);
    return places(next).flatMap(({ url }) => (known.has(url) ? [] : [url]));
  });
  return [...new Set(urls)];
}

/** The push with what was found at its pictures; failed when any of it blocks. Nothing is cut silently. */
export function examined(push: Push, findings: PictureFinding[], now: number): Push {
  const { next, expected } = push;
  // Whether more than the usual 30 were meant was asked when the push was started.
  const allowMore = next.pictures.length <= pictureLimit.most;
  const own = preflight(expected ?? { pictures: [], colour: null }, next, { allowMore });
  const byUrl = new Map(findings.map((finding) => [finding.url, finding.problems]));
  const seen = places(next).flatMap((place) =>
    (byUrl.get(place.url) ?? []).map((problem) => ({ ...place, ...problem })),
  );
  const problems: PushProblem[] = [...own, ...seen];
  const blocking = problems.find(({ level }) => level === 'block');
  if (!blocking) return { ...push, problems };
  const error = blocking.index === null ? blocking.reason : errorShapeOf(new AppError('push.some_blocked'));
  return failedPush(push, error, now, problems);
}
