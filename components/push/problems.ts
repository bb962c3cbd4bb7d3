import type { ErrorCode } from '../../lib/core/error-codes';
import { preflight } from '../../lib/core/preflight';
import type { PictureFinding, PictureSet, PushProblem, PushQuota } from '../../lib/core/push';
import type { Store } from '../../lib/core/store';

/** What was found at addresses; one that is not in it has not been looked at yet. */
export type Findings = ReadonlyMap<string, PictureFinding>;

type Place = Pick<PushProblem, 'field' | 'index'> & { url: string };

const placesOf = ({ pictures, colour }: PictureSet): Place[] => [
  ...pictures.map((url, index) => ({ field: 'images' as const, index, url })),
  ...(colour === null ? [] : [{ field: 'color_image' as const, index: 0, url: colour }]),
];

const isOnCard = (current: PictureSet, url: string) => current.pictures.includes(url) || current.colour === url;

/** Everything that speaks against a new set: what its addresses tell by themselves, and what was found at them. */
export function problemsOf(
  current: PictureSet,
  next: PictureSet,
  findings: Findings,
  options: { allowMore: boolean },
): PushProblem[] {
  const found = placesOf(next).flatMap((place) =>
    isOnCard(current, place.url)
      ? []
      : (findings.get(place.url)?.problems ?? []).map((problem) => ({ ...place, ...problem })),
  );
  return [...preflight(current, next, options), ...found];
}

/** New addresses worth a look: not on the card already, and not refused for how they are written. */
export function addressesToCheck(current: PictureSet, next: PictureSet): string[] {
  const refused = new Set(
    preflight(current, next, { allowMore: true })
      .filter(({ level }) => level === 'block')
      .map(({ url }) => url),
  );
  const urls = placesOf(next).map(({ url }) => url);
  return [...new Set(urls)].filter((url) => !refused.has(url) && !isOnCard(current, url));
}

export const isBlocked = (problems: PushProblem[]): boolean => problems.some(({ level }) => level === 'block');

export const isSame = (problems: PushProblem[]): boolean =>
  problems.some(({ reason }) => reason.code === 'push.same_set');

/** Products Ozon lets the store change today; undefined where it names no limit. */
export const productsLeft = (quota: PushQuota | null): number | undefined =>
  quota === null || quota.limit === null ? undefined : Math.max(0, quota.limit - quota.usage);

const aboutProduct = (code: ErrorCode): PushProblem => ({
  field: 'product',
  index: null,
  url: null,
  reason: { code, params: {} },
  level: 'block',
});

/**
 * What speaks against pushing at all: the cabinet shows another company than the store's (product.md D3), or one that
 * no store here belongs to, or Ozon lets no more products be changed today.
 */
export function obstaclesOf(
  company: string | null,
  store: Pick<Store, 'clientId'>,
  quota: PushQuota | null,
): PushProblem[] {
  const wrong = company !== null && store.clientId !== company ? [aboutProduct('portal.wrong_store')] : [];
  return productsLeft(quota) === 0 ? [...wrong, aboutProduct('push.quota_used')] : wrong;
}
