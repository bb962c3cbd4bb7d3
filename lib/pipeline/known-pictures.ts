import type { StoredPicture } from '../core/stored-picture';

/** A picture of an article by its place on the card, from 1. */
type PicturePlace = { article: string; n: number };

/** What storage is known to hold of these pictures, in their order. Errors: `companion.*`. */
export type KnownPictures = (pictures: PicturePlace[]) => Promise<(StoredPicture | undefined)[]>;

/** Nothing is known: for jobs that do everything from scratch. */
export const nothingKnown: KnownPictures = async (pictures) => pictures.map(() => undefined);
