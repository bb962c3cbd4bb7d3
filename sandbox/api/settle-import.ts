import { putOnCard, setOf } from '../stores/card';
import type { SandboxPicture, SandboxProduct } from '../stores/store';
import type { ImportPlan } from './import-plans';
import type { OzonCopies } from './ozon-copies';
import type { PictureError } from './picture-error';

/** A product's set as a call asked for it: addresses, primary first, each once. */
export type WantedSet = { offerId: string; pictures: string[]; colour: string | undefined };

export type Settled = { status: 'imported' | 'failed' | 'skipped'; errors: PictureError[] };

const about = (code: string): PictureError => ({ code, url: '', field: 'images' });

const same = (before: (SandboxPicture | undefined)[], after: (SandboxPicture | undefined)[]) =>
  before.length === after.length && before.every((picture, at) => picture?.url === after[at]?.url);

/** What several pictures' failing is called on the whole (ozon-seller-api.md §4.4). */
function summaryOf(errors: PictureError[], { pictures }: WantedSet): PictureError[] {
  const failed = errors.filter(({ field }) => field === 'images').map(({ url }) => url);
  if (failed.length === 0) return [];
  if (failed.length === pictures.length) return [about('all_image_failed')];
  const primary = failed.includes(pictures[0] ?? '') ? [about('primary_image_load_failed')] : [];
  return [about('some_image_failed'), ...primary];
}

function picturesFor(product: SandboxProduct, wanted: WantedSet, copies: OzonCopies, plan: ImportPlan | undefined) {
  const failing = plan?.outcome === 'partly' ? (plan.pictures ?? [wanted.pictures.length - 1]) : [];
  const errors: PictureError[] = [];
  const keep = (url: string, field: PictureError['field'], code?: string) => {
    const found = code === undefined ? copies.find(product, url) : { code };
    if (!('code' in found)) return [found];
    errors.push({ code: found.code, url, field });
    return [];
  };
  const code = plan?.code ?? 'pics_http_error';
  const pictures = wanted.pictures.flatMap((url, at) => keep(url, 'images', failing.includes(at) ? code : undefined));
  const [colour] = wanted.colour === undefined ? [] : keep(wanted.colour, 'color_image');
  return { pictures, colour, errors: [...errors, ...summaryOf(errors, wanted)] };
}

/**
 * Ends one product of an import. Its set is replaced as a whole; pictures that failed are missing from it, and when
 * all failed the card stays. The set the card has already is `skipped`.
 */
export function settleImport(
  { product, wanted, plan }: { product: SandboxProduct; wanted: WantedSet; plan: ImportPlan | undefined },
  copies: OzonCopies,
  repeatPrimary: boolean,
): Settled {
  if (plan?.outcome === 'skipped') return { status: 'skipped', errors: [] };
  if (plan?.outcome === 'failed') return { status: 'failed', errors: [about(plan.code ?? 'pics_http_error')] };
  const { pictures, colour, errors } = picturesFor(product, wanted, copies, plan);
  if (pictures.length === 0) return { status: 'failed', errors };
  const unchanged = same([...setOf(product), product.colour], [...pictures, colour]);
  if (unchanged && errors.length === 0 && plan?.outcome !== 'imported') return { status: 'skipped', errors };
  putOnCard(product, { pictures, colour }, repeatPrimary);
  return { status: 'imported', errors };
}
