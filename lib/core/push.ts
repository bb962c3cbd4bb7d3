import { z } from 'zod';
import { errorShape } from './app-error';
import { jobId, storeId } from './ids';

/** Pictures of a card: the main one first, the colour sample apart (ozon-seller-api.md §4.1). */
export const pictureSet = z.object({ pictures: z.array(z.string()), colour: z.string().nullable() });
export type PictureSet = z.infer<typeof pictureSet>;

/** A product whose pictures can be replaced, as Ozon described it a moment ago. */
export const pushTarget = z.object({
  productId: z.string().regex(/^\d+$/),
  offerId: z.string().min(1),
  sku: z.string().nullable(),
  name: z.string(),
  current: pictureSet,
});
export type PushTarget = z.infer<typeof pushTarget>;

/** Which part of a set a problem is about; `images360` only ever to be refused. */
export const pushField = z.enum(['product', 'images', 'color_image', 'images360']);

/** Whether Ozon would surely refuse it, whether moderators dislike it, or whether it is only worth knowing. */
export const pushLevel = z.enum(['block', 'warn', 'note']);

/** What is wrong with a set, at the picture it concerns (product.md E2). `index` from 0 within `field`. */
export const pushProblem = z.object({
  field: pushField,
  index: z.int().nullable(),
  url: z.string().nullable(),
  reason: errorShape,
  level: pushLevel,
});
export type PushProblem = z.infer<typeof pushProblem>;

/**
 * planned → ready (the old set is on disk) → sending (Ozon may have it from here on) → waiting (Ozon gave a task) →
 * confirming (the task has settled, or the change was seen) → done or failed.
 */
export const pushState = z.enum(['planned', 'ready', 'sending', 'waiting', 'confirming', 'done', 'failed']);
export type PushState = z.infer<typeof pushState>;

/** One product of a push: what it had, what it should have, how far that has come. */
export const push = pushTarget.omit({ current: true }).extend({
  jobId,
  /** Place in the job, from 0. */
  seq: z.int(),
  storeId,
  createdAt: z.number(),
  state: pushState,
  /** The set the seller saw when confirming; another one in the shop stops the push. */
  expected: pictureSet.nullable(),
  /** The set the card had right before; what Undo puts back (product.md E4). */
  before: pictureSet.nullable(),
  next: pictureSet,
  /** What Ozon held against the card before; later only what is new says something. */
  codesBefore: z.array(z.string()).default([]),
  /** The set the card has afterwards, under Ozon's own addresses. */
  after: pictureSet.nullable(),
  /** Import calls made, and when the last one began. */
  sends: z.int(),
  sentAt: z.number().nullable(),
  /** Ozon's task, to be asked about, and how it ended. */
  importTask: z.string().nullable(),
  importStatus: z.enum(['imported', 'skipped', 'failed']).nullable().default(null),
  /** Since when the card should show the new set. */
  importedAt: z.number().nullable().default(null),
  settledAt: z.number().nullable(),
  error: errorShape.nullable(),
  /** What Ozon said about single pictures. */
  problems: z.array(pushProblem),
  /** The push this one takes back. */
  undoOf: z.object({ jobId, seq: z.int() }).nullable(),
});
export type Push = z.infer<typeof push>;

/** Daily quota of product updates; null where Ozon names none. */
export const pushQuota = z.object({
  limit: z.number().nullable(),
  usage: z.number(),
  resetAt: z.number().nullable(),
});
export type PushQuota = z.infer<typeof pushQuota>;

/** What was found at a picture's address. */
export const pictureFinding = z.object({
  url: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  bytes: z.int().nullable(),
  problems: z.array(z.object({ reason: errorShape, level: pushLevel })),
});
export type PictureFinding = z.infer<typeof pictureFinding>;

/** Same pictures in the same order with the same colour sample. */
export const sameSet = (a: PictureSet, b: PictureSet): boolean =>
  a.colour === b.colour &&
  a.pictures.length === b.pictures.length &&
  a.pictures.every((url, index) => url === b.pictures[index]);

/** Pictures a card may have (ozon-seller-api.md §4.1): 30 by default, 50 when allowed on purpose. */
export const pictureLimit = { usual: 30, most: 50 };

/** Products in one import call. */
export const productsPerPush = 100;
